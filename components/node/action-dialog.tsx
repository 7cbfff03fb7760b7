'use client';
// Shows what an action would do, by a dry run of the API server, and does it when told to.
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { kubectlOf } from '#lib/model/kubectl.ts';
import type { NodeAction, NodeActionResult } from '#lib/model/node-action.ts';
import type { NodeView } from '#lib/model/node-view.ts';
import { runNodeAction } from '#lib/queries/node-actions.ts';
import { ActionPreview } from './action-preview.tsx';
import { doText, questionText } from './action-words.ts';
import { TaintForm } from './taint-form.tsx';
import { usePreview } from './use-preview.ts';

interface ActionDialogProps {
  node: NodeView;
  asked: NodeAction | 'new-taint';
  onClose: () => void;
  onDone: (action: NodeAction, result: NodeActionResult) => void;
}

export function ActionDialog({ node, asked, onClose, onDone }: ActionDialogProps) {
  const [action, setAction] = useState<NodeAction | null>(asked === 'new-taint' ? null : asked);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const preview = usePreview(action);

  const change = (next: NodeAction | null): void => {
    setFailure(null);
    setAction(next);
  };
  const run = (): void => {
    if (action === null) return;
    setRunning(true);
    setFailure(null);
    runNodeAction(action, false, preview.result?.fingerprint)
      .then((result) => onDone(action, result))
      .catch((error: Error) => {
        setFailure(error.message);
        preview.refresh();
      })
      .finally(() => setRunning(false));
  };
  const ready = action !== null && preview.result?.changes === true && !running;
  return (
    <Dialog title={action === null ? `Taint ${node.name}?` : questionText(action)} onClose={onClose}>
      {asked === 'new-taint' ? (
        <TaintForm node={node} onChange={change} onSubmit={ready ? run : () => undefined} />
      ) : null}
      {action === null ? null : <Command text={kubectlOf(action)} />}
      <ActionPreview asked={action !== null} preview={preview} />
      {failure === null ? null : (
        <p role="alert" className="font-medium text-error">
          Not done: {failure}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button primary disabled={!ready} onClick={run}>
          {running ? 'Working…' : action === null ? 'Add taint' : doText(action)}
        </Button>
      </div>
    </Dialog>
  );
}
