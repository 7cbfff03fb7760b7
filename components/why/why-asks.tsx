// What the pod asks for, and where its images can run.
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { amountText } from '#lib/model/placement/why/reason-text.ts';
import type { WhyView } from '#lib/model/placement/why/why-view.ts';

export function WhyAsks({ why: { asks, images } }: { why: WhyView }) {
  const parts = [
    asks.cpuMillicores > 0 ? `${amountText('cpu', asks.cpuMillicores)} of CPU` : null,
    asks.memoryBytes > 0 ? `${amountText('memory', asks.memoryBytes)} of memory` : null,
    ...Object.entries(asks.others).map(([name, amount]) => `${amountText(name, amount)} of ${name}`),
  ].filter((part) => part !== null);
  return (
    <section aria-label="What it asks for" className="mt-4">
      <p>
        <span className="text-ink-2">It requests </span>
        {parts.join(', ') || 'nothing: it fits wherever nothing else keeps it away'}
      </p>
      <ul className="mt-2">
        {images.map(({ image, archs, how }) => (
          <li key={image} className="mt-1">
            <span className="font-mono break-all">{image}</span>
            <span className="block text-ink-2">
              {archs === null ? null : (
                <span className="mr-2 inline-flex gap-1.5 align-[-2px]">
                  {archs.map((arch) => (
                    <span key={arch} className={archClass(arch)}>
                      <Glyph arch={arch} size={13} />
                      <span className="sr-only">{arch}</span>
                    </span>
                  ))}
                </span>
              )}
              {how}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
