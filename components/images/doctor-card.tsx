'use client';
// What is wrong with a pod that fails for its architecture, the proof, and ways out; nothing for any other pod.
import { useAction } from '#components/actions/use-action.tsx';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import type { DiagnosisView } from '#lib/model/images/doctor-view.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { diagnosisOf, doctorTopic } from '#lib/queries/image-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';

export function DoctorCard({ pod }: { pod: PodRef }) {
  const { data } = useTopic(doctorTopic(pod));
  const diagnosis = data === undefined ? null : diagnosisOf(data.rows);
  return diagnosis === null ? null : <Diagnosis diagnosis={diagnosis} />;
}

function Diagnosis({ diagnosis }: { diagnosis: DiagnosisView }) {
  const readOnly = useReadOnly();
  const { ask, dialog } = useAction();
  const { container, node, platform, sure, happened, proof, ways } = diagnosis;
  return (
    <section aria-labelledby="doctor" className="doctor-card">
      <h2 id="doctor" className="text-16 font-semibold">
        {sure ? 'The image is not for this board' : 'The image is most likely not for this board'}
      </h2>
      <p className="text-ink-2">
        container {container} on {node}, {platform}
      </p>
      <p className="mt-2 max-w-160">{happened}</p>
      <h3 className="mt-3 font-medium">How we know</h3>
      <ul className="mt-1 flex max-w-160 flex-col gap-1">
        {proof.map((line) => (
          <li key={line} className="border-l-2 border-line-2 pl-3 font-mono break-words text-ink-2">
            {line}
          </li>
        ))}
      </ul>
      <h3 className="mt-3 font-medium">Ways out</h3>
      <ol className="mt-1 flex max-w-160 flex-col gap-3">
        {ways.map(({ title, text, action }) => (
          <li key={title}>
            <p className="font-medium">{title}</p>
            <p className="break-words text-ink-2">{text}</p>
            {action === null || readOnly ? null : (
              <Button className="mt-1" onClick={() => ask(action)}>
                {BUTTON[action.action] ?? title}…
              </Button>
            )}
          </li>
        ))}
      </ol>
      {dialog}
    </section>
  );
}

const BUTTON: Readonly<Record<string, string>> = {
  image: 'Use that image',
  place: 'Pin it there',
  taint: 'Taint the board',
};
