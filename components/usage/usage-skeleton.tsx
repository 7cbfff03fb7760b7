// The page before its data: the shape of what comes, nothing that could be read as a value.

export function UsageSkeleton() {
  return (
    <div aria-busy="true">
      <h1 className="sr-only">Usage</h1>
      <p className="sr-only" role="status">
        Loading what is used
      </p>
      <div aria-hidden="true" className="px-4 py-4 sm:px-6">
        <div className="h-7 w-28 rounded bg-pin" />
        <SkeletonLines />
      </div>
    </div>
  );
}

export function SkeletonLines() {
  return (
    <div className="mt-6" aria-hidden="true">
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className="flex h-8 items-center gap-6 border-t border-line">
          <div className="h-4 w-32 rounded bg-pin" />
          <div className="h-4 w-16 rounded bg-pin" />
          <div className="h-4 w-24 rounded bg-pin" />
        </div>
      ))}
    </div>
  );
}
