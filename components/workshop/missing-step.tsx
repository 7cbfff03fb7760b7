'use client';
// The address names a step that the workshop does not have: those that it has.
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { typedName } from '#components/object/typed-name.ts';
import { Notice } from '#components/ui/notice.tsx';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { STEP_IDS } from '#lib/stack/component.ts';

export function MissingStep() {
  const { step } = useParams<{ step: string }>();
  // The page itself needs nothing live, but its frame says how live the cluster is.
  useTopic('overview');
  return (
    <Notice title={`The workshop has no step “${typedName(step)}”`}>
      <p>
        <Link href="/workshop" prefetch={false} className="text-ink underline">
          To the workshop
        </Link>
        , or to one of its steps:
      </p>
      <ol className="mt-2 flex flex-wrap gap-x-4 gap-y-2">
        {STEP_IDS.map((id) => (
          <li key={id}>
            <Link href={`/workshop/${id}`} prefetch={false} className="text-ink underline">
              {stepOf(id).title}
            </Link>
          </li>
        ))}
      </ol>
    </Notice>
  );
}
