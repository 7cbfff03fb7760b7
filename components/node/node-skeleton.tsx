// A node's page before its data: its name is known, nothing else.

export function NodeSkeleton({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <header className="px-4 py-4 sm:px-6">
        <h1 className="font-mono text-40 font-semibold tracking-[-0.03em]">{name}</h1>
        <p className="text-ink-2" role="status">
          Loading the node
        </p>
      </header>
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
