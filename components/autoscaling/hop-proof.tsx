'use client';
// How to see by hand what a hop says: the command, and the raw answer that the dashboard had.
import { Age } from '#components/ui/age.tsx';
import { Command } from '#components/ui/command.tsx';
import type { HopView } from '#lib/model/autoscaling/autoscaling-view.ts';

export function HopProof({ id, hop: { title, detail, trouble, proof, at, latencyMs } }: { id: string; hop: HopView }) {
  return (
    <section id={id} aria-label={`Proof of ${title}`} className="hop-proof">
      <p className="flex flex-wrap gap-x-4">
        <span>{detail}</span>
        {at === null ? (
          <span className="text-ink-2">watched: it is as the cluster has it</span>
        ) : (
          <Age since={at} prefix="looked at " suffix=" ago" />
        )}
        {latencyMs === null ? null : <span className="text-ink-2">answered in {Math.round(latencyMs)} ms</span>}
      </p>
      {trouble === null ? null : <p>{trouble.words}</p>}
      {proof === null ? (
        <p className="text-ink-2">No command shows this alone.</p>
      ) : (
        <>
          <Command text={proof.kubectl} />
          {proof.answer === null ? null : (
            <details>
              <summary className="text-ink-2">The raw answer</summary>
              <section
                aria-label={`Raw answer of ${title}`}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
                tabIndex={0}
                className="mt-1 max-h-60 overflow-auto rounded border border-line bg-bench p-3"
              >
                <pre>{proof.answer}</pre>
              </section>
            </details>
          )}
        </>
      )}
    </section>
  );
}
