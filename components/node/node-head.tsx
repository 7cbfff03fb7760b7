'use client';
// Which node this is, how it is, and what can be done to it.
import { boardLabel, isDown } from '#components/boards/board-words.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { ReadOnlyNote, useReadOnly } from '#components/shell/access.tsx';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import type { NodeView } from '#lib/model/node-view.ts';
import { useNodeAction } from './use-node-action.tsx';

export function NodeHead({ node }: { node: NodeView }) {
  const { ask, dialog } = useNodeAction(node);
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
      </div>
      <div className="flex gap-2 sm:ml-auto">
        {readOnly ? (
          <ReadOnlyNote />
        ) : (
          <Button onClick={() => ask({ action: node.cordoned ? 'uncordon' : 'cordon', node: node.name })}>
            {node.cordoned ? 'Uncordon' : 'Cordon'}
          </Button>
        )}
      </div>
      {dialog}
    </header>
  );
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
