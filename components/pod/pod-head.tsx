'use client';
// Which pod this is, how it is, and what can be done with it.
import Link from 'next/link';
import { useAction } from '#components/actions/use-action.tsx';
import { Glyph } from '#components/boards/glyph.tsx';
import { PinShape } from '#components/boards/pin-shape.tsx';
import { ReadOnlyNote, useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { whyHref } from '#lib/model/hrefs.ts';
import type { PodView } from '#lib/model/pod/pod-view.ts';

export function PodHead({ pod }: { pod: PodView }) {
  const { ask, dialog } = useAction();
  const readOnly = useReadOnly();
  const { namespace, name } = pod;
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-4 sm:px-6">
      <div className="min-w-0 grow basis-80">
        <p className="text-ink-2">Pod in {pod.namespace}</p>
        <h1 className="pod-name">{pod.name}</h1>
        <p className="flex flex-wrap items-center gap-x-2 text-ink-2">
          <svg viewBox="0 0 12 12" width="12" height="12" className="shrink-0" aria-hidden="true">
            <PinShape state={pod.state} x={1} y={1} size={10} />
          </svg>
          <span>
            {pod.gone === null ? pod.status : 'Gone'}
            {pod.gone === null ? `, ${pod.ready} ready` : ''}
          </span>
          {pod.node === null ? null : (
            <span className="flex items-center gap-1">
              {pod.node.arch === null ? null : <Glyph arch={pod.node.arch} size={12} />}
              on {pod.node.name}
              {pod.node.arch === null ? '' : `, ${pod.node.arch}`}
            </span>
          )}
        </p>
      </div>
      {pod.gone === null ? (
        <div className="flex flex-wrap items-center gap-2">
          <Link href={whyHref(pod)} prefetch={false} className="button-link">
            {pod.words.asksWhy ? 'Why pending?' : 'Why here?'}
          </Link>
          {readOnly || pod.state === 'terminating' ? null : (
            <Button onClick={() => ask({ action: 'delete-pod', pod: { namespace, name } })}>Delete</Button>
          )}
          {readOnly ? <ReadOnlyNote /> : null}
        </div>
      ) : null}
      {dialog}
    </header>
  );
}
