'use client';
// The cluster serves no version of the autoscaling API that is read here.
import { Notice } from '#components/ui/notice.tsx';

export function NoAutoscalingApi({ message }: { message: string }) {
  return (
    <Notice title="This cluster has no autoscaling API">
      <p>{message}</p>
    </Notice>
  );
}
