// Labels and annotations as they are, keys in order.
import { Section } from '#components/ui/section.tsx';

interface LabelsProps {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

export function Labels({ labels, annotations }: LabelsProps) {
  return (
    <>
      <Section id="labels" title="Labels">
        <Pairs pairs={labels} none="No labels." />
      </Section>
      <Section id="annotations" title="Annotations">
        <Pairs pairs={annotations} none="No annotations." />
      </Section>
    </>
  );
}

function Pairs({ pairs, none }: { pairs: Readonly<Record<string, string>>; none: string }) {
  const sorted = Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0) return <p className="text-ink-2">{none}</p>;
  return (
    <ul className="flex flex-col gap-1 font-mono">
      {sorted.map(([key, value]) => (
        <li key={key} className="break-all">
          <span className="text-ink-2">{key}</span>
          {value === '' ? '' : `=${value}`}
        </li>
      ))}
    </ul>
  );
}
