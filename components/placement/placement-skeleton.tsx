// The placement before its data: the shape of what comes, nothing that could be read as a value.

export function PlacementSkeleton() {
  return (
    <div aria-busy="true">
      <h1 className="sr-only">Placement</h1>
      <p className="sr-only" role="status">
        Loading what runs where
      </p>
      <div aria-hidden="true" className="px-4 py-4 sm:px-6">
        <div className="h-7 w-40 rounded bg-pin" />
        <div className="mt-6">
          {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
            <div key={row} className="flex h-11 items-center gap-6 border-t border-line">
              <div className="h-4 w-44 rounded bg-pin" />
              <div className="h-4 w-10 rounded bg-pin" />
              <div className="h-4 w-24 rounded bg-pin" />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
