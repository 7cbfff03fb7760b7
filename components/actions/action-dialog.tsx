'use client';
// Shows what an action would do, by a dry run of the API server, and does it when told to.
import { useCallback, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ActionResult, ClusterAction } from '#lib/model/actions/cluster-action.ts';
import { runAction } from '#lib/queries/actions.ts';
import { ActionForm, type AskedForm, formWords } from './action-form.tsx';
import { ActionPreview } from './action-preview.tsx';
import { doText, questionText } from './action-words.ts';
import { usePreview } from './use-preview.ts';

/** A form may be longer than the screen: its buttons stay in sight. */
const STAYS = 'sticky bottom-0 -mb-4 border-t border-line bg-paper py-3 sm:-mb-6';

/** An action, or the form that asks for what it needs. */
export type Asked = ClusterAction | AskedForm;

interface ActionDialogProps {
  asked: Asked;
  onClose: () => void;
  onDone: (action: ClusterAction, result: ActionResult) => void;
}

export function ActionDialog({ asked, onClose, onDone }: ActionDialogProps) {
  const form = 'form' in asked ? asked : null;
  const [action, setAction] = useState<ClusterAction | null>('form' in asked ? null : asked);
  const words = form === null ? null : formWords(form);
  const title = words?.title ?? (action === null ? '' : questionText(action));
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const preview = usePreview(action);

  const change = useCallback((next: ClusterAction | null): void => {
    setFailure(null);
    setAction(next);
  }, []);
  const run = (): void => {
    if (action === null) return;
    setRunning(true);
    setFailure(null);
    runAction(action, false, preview.result?.fingerprint)
      .then((result) => onDone(action, result))
      .catch((error: Error) => {
        setFailure(error.message);
        preview.refresh();
      })
      .finally(() => setRunning(false));
  };
  const ready = action !== null && preview.result?.changes === true && !running;
  return (
    <Dialog title={title} onClose={onClose}>
      {form === null ? null : <ActionForm form={form} onChange={change} onSubmit={ready ? run : () => undefined} />}
      {preview.result === null ? null : <Command text={preview.result.kubectl} />}
      <ActionPreview asked={action !== null} preview={preview} />
      {failure === null ? null : (
        <p role="alert" className="font-medium text-error">
          Not done: {failure}
        </p>
      )}
      <div className={`flex justify-end gap-2 ${form === null ? '' : STAYS}`}>
        <Button onClick={onClose}>Cancel</Button>
        <Button primary disabled={!ready} onClick={run}>
          {running ? 'Working…' : (words?.button ?? (action === null ? '' : doText(action)))}
        </Button>
      </div>
    </Dialog>
  );
}
