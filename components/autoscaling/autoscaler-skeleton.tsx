// An autoscaler's page before its data: its name is known, nothing else.
import { LoadingHead } from '#components/object/loading-head.tsx';

export function AutoscalerSkeleton({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <LoadingHead name={name} nameClass="pod-name" words="Loading the autoscaler" />
      <div className="flex flex-col gap-4 px-4 sm:px-6" aria-hidden="true">
        <div className="h-31 rounded border border-line" />
        <div className="h-14 rounded bg-bench" />
        <div className="h-60 rounded bg-bench" />
      </div>
    </div>
  );
}
