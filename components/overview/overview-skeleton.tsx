// The overview before its data: the shape of what comes, nothing that could be read as a value.

export function OverviewSkeleton() {
  return (
    <div aria-busy="true">
      <h1 className="sr-only">Overview</h1>
      <p className="sr-only" role="status">
        Loading the boards
      </p>
      <div aria-hidden="true">
        <div className="flex gap-10 px-6 py-4">
          <div className="my-1.5 h-8 w-40 rounded bg-pin" />
          <div className="my-1.5 h-8 w-40 rounded bg-pin" />
        </div>
        {[1, 2, 3].map((shelf) => (
          <div key={shelf} className="shelf">
            <div className="shelf-head">
              <div className="h-7 w-24 rounded bg-pin" />
              <div className="mt-4 h-4 w-32 rounded bg-pin" />
              <div className="mt-2 h-4 w-28 rounded bg-pin" />
            </div>
            <div className="bg-bench px-4 py-[18px] sm:px-6">
              <div className="board" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
