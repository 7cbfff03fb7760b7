// The end of the tour: load is sent, and the autoscaler answers.
import Link from 'next/link';
import { finaleHref } from './finale-href.ts';

export function Finale() {
  const href = finaleHref();
  if (href === null) return null;
  return (
    <section aria-label="The finale" className="finale">
      <div className="min-w-0 grow">
        <h2 className="text-16 font-semibold">The autoscaler stands. Now the finale.</h2>
        <p className="text-ink-2">
          Send load to the sample app and watch its pods multiply over the architectures, and leave again when it ends.
        </p>
      </div>
      <Link
        href={href}
        className="inline-flex h-8 items-center rounded border border-ink bg-ink px-3 font-medium whitespace-nowrap text-paper hover:opacity-90"
      >
        Send load
      </Link>
    </section>
  );
}
