'use client';
// What the pod uses now, and the last hour as two small lines where it is remembered.
import { Sparkline } from '#components/charts/sparkline.tsx';
import { Age } from '#components/ui/age.tsx';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import type { PodUsageView } from '#lib/model/pod/pod-view.ts';
import type { Sparkline as UsageSpark } from '#lib/model/usage/usage-view.ts';

/** On a narrow screen its column has less room than a small line would take. */
const NARROW = 'h-5 w-full max-w-29';

interface PodUseProps {
  usage: PodUsageView;
  spark: UsageSpark | null;
}

export function PodUse({ usage, spark }: PodUseProps) {
  return (
    <>
      <Now usage={usage} />
      {spark === null ? null : (
        <dl className="mt-1 grid grid-cols-[72px_minmax(0,1fr)] items-center gap-x-2 gap-y-1 text-ink-2">
          <dt>CPU</dt>
          <dd>
            <Sparkline values={spark.cpu} about="CPU, last hour" format={formatCpu} className={NARROW} />
          </dd>
          <dt>memory</dt>
          <dd>
            <Sparkline values={spark.memory} about="Memory, last hour" format={formatMemory} className={NARROW} />
          </dd>
        </dl>
      )}
    </>
  );
}

function Now({ usage }: { usage: PodUsageView }) {
  if (usage.state === 'missing') return <p className="text-ink-2">not known: {usage.reason}</p>;
  const all = Object.values(usage.containers);
  const cpu = all.reduce((sum, { cpuMillicores }) => sum + cpuMillicores, 0);
  const memory = all.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return (
    <p>
      {formatCpu(cpu)} CPU, {formatMemory(memory)} memory
      <span className="text-ink-2">
        <Age since={usage.at} prefix=", measured " suffix=" ago" />
      </span>
    </p>
  );
}
