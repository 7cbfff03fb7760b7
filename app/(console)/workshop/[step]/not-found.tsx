import { MissingStep } from '#components/workshop/missing-step.tsx';

export default function StepNotFound() {
  return <MissingStep />;
}
