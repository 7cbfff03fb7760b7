import { MissingPod } from '#components/pod/missing-pod.tsx';

export default function PodNotFound() {
  return <MissingPod />;
}
