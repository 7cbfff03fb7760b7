'use client';
// Asks before it acts: opens the preview of an action, and hands the way back to a toast.
import dynamic from 'next/dynamic';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useToast } from '#components/ui/toasts.tsx';
import type { ActionResult, ClusterAction } from '#lib/model/actions/cluster-action.ts';
import { runAction } from '#lib/queries/actions.ts';
import type { Asked } from './action-dialog.tsx';
import { doneText } from './action-words.ts';

const ActionDialog = dynamic(() => import('./action-dialog.tsx').then((module) => module.ActionDialog), { ssr: false });

interface Actions {
  /** Opens the preview of an action, or the form that makes one. */
  ask: (asked: Asked) => void;
  /** To be rendered where it was asked from. */
  dialog: ReactNode;
}

/** `onDone` hears of what was carried out here, not of what is undone. */
export function useAction(onDone?: (action: ClusterAction) => void): Actions {
  const [asked, setAsked] = useState<{ what: Asked; turn: number } | null>(null);
  const turns = useRef(0);
  const ask = useCallback((what: Asked): void => {
    turns.current++;
    setAsked({ what, turn: turns.current });
  }, []);
  const toast = useToast();
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const undo = (action: ClusterAction, text: string): void => {
    if (endsPods(action) && isHere.current) {
      ask(action);
      return;
    }
    runAction(action, false)
      .then(({ changes, effects }) =>
        toast({ text: changes ? `Undone: ${text}` : `Nothing to undo: ${effects.join(', ')}`, undo: null }),
      )
      .catch((error: Error) =>
        toast({ text: `Not undone: ${error.message}`, undo: () => undo(action, text), kind: 'trouble' }),
      );
  };
  const done = (action: ClusterAction, { undo: back }: ActionResult): void => {
    setAsked(null);
    const text = doneText(action);
    toast({ text, undo: back === null ? null : () => undo(back, 'node' in back ? doneText(back) : text) });
    onDone?.(action);
  };

  // The next question may follow at once: it has a dialog and a preview of its own.
  const dialog =
    asked === null ? null : (
      <ActionDialog key={asked.turn} asked={asked.what} onClose={() => setAsked(null)} onDone={done} />
    );
  return { ask, dialog };
}

/** A bare pod or a Job may have to be made anew for it: that is asked for once more. */
function endsPods(action: ClusterAction): boolean {
  return 'workload' in action && (action.workload.kind === 'Pod' || action.workload.kind === 'Job');
}
