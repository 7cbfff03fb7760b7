// A pod's page before its data: its name is known, nothing else.
import { LoadingHead } from '#components/object/loading-head.tsx';

export function PodSkeleton({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <LoadingHead name={name} nameClass="pod-name" words="Loading the pod" />
      <div className="flex flex-col gap-3 border-t border-line p-6" aria-hidden="true">
        {[1, 2, 3, 4].map((line) => (
          <div key={line} className="h-6 rounded bg-pin" />
        ))}
      </div>
    </div>
  );
}
