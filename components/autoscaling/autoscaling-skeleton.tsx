// The list of autoscalers before its data.

export function AutoscalingSkeleton() {
  return (
    <div className="px-4 pt-4 sm:px-6" aria-busy="true">
      <h1 className="text-24 font-semibold tracking-tight">Autoscaling</h1>
      <p className="text-ink-2" role="status">
        Loading the autoscalers
      </p>
      <div className="mt-4 flex flex-col gap-3" aria-hidden="true">
        {[1, 2, 3].map((line) => (
          <div key={line} className="h-8 rounded bg-pin" />
        ))}
      </div>
    </div>
  );
}
