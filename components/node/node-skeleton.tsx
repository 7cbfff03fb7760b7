// A node's page before its data: its name is known, nothing else.
import { LoadingHead } from '#components/object/loading-head.tsx';

export function NodeSkeleton({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <LoadingHead
        name={name}
        nameClass="font-mono text-40 font-semibold tracking-[-0.03em]"
        words="Loading the node"
      />
      <div className="node-columns" aria-hidden="true">
        <div className="node-aside">
          <div className="board" />
        </div>
        <div className="flex flex-col gap-3 p-6">
          {[1, 2, 3, 4].map((line) => (
            <div key={line} className="h-6 rounded bg-pin" />
          ))}
        </div>
      </div>
    </div>
  );
}
