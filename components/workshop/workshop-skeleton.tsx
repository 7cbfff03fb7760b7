// A step before its data.

export function WorkshopSkeleton({ title }: { title: string }) {
  return (
    <div className="workshop" aria-busy="true">
      <div className="workshop-side" aria-hidden="true">
        <div className="h-8 rounded bg-pin" />
      </div>
      <article className="workshop-step">
        <h1 className="text-24 font-semibold tracking-tight">{title}</h1>
        <p className="text-ink-2" role="status">
          Looking at the cluster
        </p>
        <noscript>
          {/* Without a path: the page it stands on. */}
          <a href="?" className="underline">
            Look again
          </a>
        </noscript>
        <div className="mt-6 flex flex-col gap-3" aria-hidden="true">
          {[1, 2, 3].map((line) => (
            <div key={line} className="h-8 rounded bg-pin" />
          ))}
        </div>
      </article>
    </div>
  );
}
