'use client';
// Which node this is, how it is, and what can be done to it.
import Link from 'next/link';
import { useAction } from '#components/actions/use-action.tsx';
import { boardLabel, isDown } from '#components/boards/board-words.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { DrainButton } from '#components/drain/drain-button.tsx';
import { ReadOnlyNote, useReadOnly } from '#components/shell/access.tsx';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import type { NodeView } from '#lib/model/node/node-view.ts';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { boardWhatIfHref } from '#lib/queries/suppositions.ts';

export function NodeHead({ node }: { node: NodeView }) {
  const { ask, dialog } = useAction();
  const readOnly = useReadOnly();
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-4 sm:px-6">
      <div className="min-w-0">
        <h1 className="flex items-center gap-3 text-40 font-semibold tracking-[-0.03em]">
          <Glyph arch={node.arch} size={32} />
          <span className="min-w-0 font-mono break-words">{node.name}</span>
        </h1>
        <p className="text-ink-2">
          {node.arch}, {boardLabel(node)}, <ReadyWords node={node} />
          {node.cordoned ? (
            <span className="font-medium text-ink">, cordoned: nothing new is scheduled here</span>
          ) : null}
        </p>
        {node.health === null ? null : (
          <p className="font-medium text-warning">
            <span aria-hidden="true">▲ </span>
            {node.health.words}
            <span className="font-normal text-ink-2">
              <Age since={node.health.since} prefix=", seen for " />
            </span>
          </p>
        )}
      </div>
      <div className="flex items-center gap-4 sm:ml-auto">
        <Link href={unpluggedHref(node)} prefetch={false} className="underline">
          {isDown(node) ? 'What if it comes back?' : 'What if it is unplugged?'}
        </Link>
        {readOnly ? (
          <ReadOnlyNote />
        ) : (
          <>
            <Button onClick={() => ask({ action: node.cordoned ? 'uncordon' : 'cordon', node: node.name })}>
              {node.cordoned ? 'Uncordon' : 'Cordon'}
            </Button>
            <DrainButton node={node.name} />
          </>
        )}
      </div>
      {dialog}
    </header>
  );
}

function unpluggedHref(node: NodeView): string {
  const supposition: Supposition = { suppose: isDown(node) ? 'plug-in' : 'unplug', node: node.name };
  return boardWhatIfHref(supposition, node.name);
}

function ReadyWords({ node }: { node: NodeView }) {
  const { status, since } = node.ready;
  if (status === 'missing') return 'readiness not reported';
  return isDown(node) ? (
    <span className="font-medium text-error">
      ✕ NotReady <Age since={since} prefix="for " />
    </span>
  ) : (
    <>
      Ready <Age since={since} prefix="for " />
    </>
  );
}
