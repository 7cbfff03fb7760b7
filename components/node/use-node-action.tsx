'use client';
// Asks before it acts: opens the preview of an action, and hands the way back to a toast.
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useToast } from '#components/ui/toasts.tsx';
import type { NodeAction, NodeActionResult } from '#lib/model/node-action.ts';
import type { NodeView } from '#lib/model/node-view.ts';
import { runNodeAction } from '#lib/queries/node-actions.ts';
import { doneText } from './action-words.ts';

const ActionDialog = dynamic(() => import('./action-dialog.tsx').then((module) => module.ActionDialog), { ssr: false });

interface NodeActions {
  /** Opens the preview; `new-taint` asks for the taint first. */
  ask: (action: NodeAction | 'new-taint') => void;
  dialog: ReactNode;
}

export function useNodeAction(node: NodeView): NodeActions {
  const [asked, setAsked] = useState<NodeAction | 'new-taint' | null>(null);
  const toast = useToast();

  const undo = (action: NodeAction): void => {
    runNodeAction(action, false)
      .then(({ changes, effects }) =>
        toast({ text: changes ? `Undone: ${doneText(action)}` : `Nothing to undo: ${effects.join(', ')}`, undo: null }),
      )
      .catch((error: Error) =>
        toast({ text: `Not undone: ${error.message}`, undo: () => undo(action), kind: 'trouble' }),
      );
  };
  const done = (action: NodeAction, result: NodeActionResult): void => {
    setAsked(null);
    const { undo: back } = result;
    toast({ text: doneText(action), undo: back === null ? null : () => undo(back) });
  };

  const dialog =
    asked === null ? null : <ActionDialog node={node} asked={asked} onClose={() => setAsked(null)} onDone={done} />;
  return { ask: setAsked, dialog };
}
