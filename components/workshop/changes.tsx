'use client';
// What applying a component would do to the cluster, object by object, as the API server tried it out.
import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { formatCount } from '#lib/format/count.ts';
import { CHANGE_SIGNS, type ObjectDifference } from '#lib/model/workshop/difference.ts';
import { objectKey } from '#lib/model/workshop/object-key.ts';
import { manifestHref } from '#lib/queries/workshop.ts';
import type { ComponentId } from '#lib/stack/component.ts';
import { ObjectFields } from './object-fields.tsx';
import { Part } from './part.tsx';
import { CHANGE_WORDS, countsText } from './words.ts';

interface ChangesProps {
  objects: readonly ObjectDifference[];
  triedAt: string | null;
  /** It is being applied, awaited or taken back: nothing is tried out meanwhile. */
  isUnderWay: boolean;
  component: ComponentId;
  /** Commands that do the same. */
  children: ReactNode;
}

export function Changes({ objects, triedAt, isUnderWay, component, children }: ChangesProps) {
  if (objects.every(({ change }) => change === 'same')) return <AsTheyAre objects={objects} component={component} />;
  const isTried = !isUnderWay && triedAt !== null && objects.some(({ by }) => by === 'dry-run');
  return (
    <Part
      title="What changes"
      note={
        <>
          {isTried ? (
            <>
              dry run by the API server, <Age since={triedAt} suffix=" ago" />:{' '}
            </>
          ) : isUnderWay ? (
            'as last compared with what is there: '
          ) : (
            'compared with what is there, not tried out yet: '
          )}
          {countsText(objects)}
        </>
      }
    >
      <ObjectLines objects={objects} />
      <div className="mt-3 flex flex-col gap-2">{children}</div>
      <YamlLink component={component} />
    </Part>
  );
}

function AsTheyAre({ objects, component }: Pick<ChangesProps, 'objects' | 'component'>) {
  return (
    <Part title="What changes" note="nothing: all is as it should be">
      <details>
        <summary>{formatCount(objects.length, 'object')}</summary>
        <div className="mt-2">
          <ObjectLines objects={objects} />
        </div>
      </details>
      <YamlLink component={component} />
    </Part>
  );
}

function YamlLink({ component }: Pick<ChangesProps, 'component'>) {
  return (
    <p className="mt-2">
      <a href={manifestHref(component)} className="underline" target="_blank" rel="noreferrer">
        {component}.yaml
      </a>
      <span className="text-ink-2">, as it is applied; a Secret’s data is not in it</span>
    </p>
  );
}

function ObjectLines({ objects }: Pick<ChangesProps, 'objects'>) {
  return (
    <ul className="changes">
      {objects.map((object) => (
        <li key={objectKey(object.ref)}>
          <ObjectLine object={object} />
        </li>
      ))}
    </ul>
  );
}

function ObjectLine({ object }: { object: ObjectDifference }) {
  const line = <ObjectWords object={object} />;
  if (object.fields.length === 0 && object.conflicts.length === 0 && object.words === '') {
    return <div className="change">{line}</div>;
  }
  // Nothing is in the way unseen.
  const isOpen = object.change === 'conflict' || object.change === 'refused';
  return (
    <details open={isOpen}>
      <summary className="change">{line}</summary>
      <ObjectFields object={object} />
    </details>
  );
}

function ObjectWords({ object: { change, ref, summary } }: { object: ObjectDifference }) {
  const isWrong = change === 'conflict' || change === 'refused';
  return (
    <>
      <span className={isWrong ? 'font-medium text-error' : ''} aria-hidden="true">
        {CHANGE_SIGNS[change]}
      </span>
      <span className="sr-only">{CHANGE_WORDS[change]}: </span>
      <span className="change-kind">{ref.kind}</span>
      <span className="change-name">{ref.namespace === null ? ref.name : `${ref.namespace}/${ref.name}`}</span>
      <span className="change-summary">{summary}</span>
    </>
  );
}
