// What the chain comes to in one sentence; where a hop is in the way, what to do about it.
import Link from 'next/link';
import { Command } from '#components/ui/command.tsx';
import { sentence } from '#lib/format/sentence.ts';
import type { ChainHealth, HopState, HopView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { StateMark } from './state-mark.tsx';

/** The gravest first. */
const GRAVITY: readonly HopState[] = ['broken', 'limited', 'unknown', 'waiting'];

interface VerdictProps {
  health: ChainHealth;
  hops: readonly HopView[];
}

export function Verdict({ health, hops }: VerdictProps) {
  const found = gravest(hops);
  return (
    <section aria-label="What the chain comes to" className="verdict">
      <p className="verdict-words">
        <StateMark state={health.state} />
        <span>{sentence(found === null ? health.words : found.words)}</span>
      </p>
      {found === null ? null : (
        <div className="verdict-next">
          <NextStep text={sentence(found.next)} />
          {found.kubectl === null ? null : <Command text={found.kubectl} />}
        </div>
      )}
    </section>
  );
}

/** Where it ends with a page of ours it leads there. */
function NextStep({ text }: { text: string }) {
  const [, words, href] = /^(.+): (\/\S+)\.$/.exec(text) ?? [];
  if (words === undefined || href === undefined) return <p>{text}</p>;
  return (
    <p>
      <Link href={href} prefetch={false} className="underline">
        {words}
      </Link>
    </p>
  );
}

/** The first along the chain of those that are in the worst state: what comes behind it may be in trouble for it alone. */
function gravest(hops: readonly HopView[]): HopView['trouble'] {
  for (const state of GRAVITY) {
    for (const hop of hops) if (hop.state === state && hop.trouble !== null) return hop.trouble;
  }
  return null;
}
