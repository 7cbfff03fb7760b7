import { MissingAutoscaler } from '#components/autoscaling/missing-autoscaler.tsx';

export default function AutoscalerNotFound() {
  return <MissingAutoscaler />;
}
