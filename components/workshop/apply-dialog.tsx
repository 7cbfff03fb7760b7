'use client';
// Says what will be done, in order, and does it when told to: exactly what was read, or nothing.
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { askWorkshop } from '#lib/queries/workshop.ts';
import type { Confirmation } from './confirmation.ts';
import { TokenField } from './token-field.tsx';
import { useWayBack } from './way-back.ts';
import { useWorkshop } from './workshop-context.ts';

interface ApplyDialogProps {
  /** As the plan is now. */
  confirmation: Confirmation;
  onClose: () => void;
}

export function ApplyDialog({ confirmation: now, onClose }: ApplyDialogProps) {
  const { lock } = useWorkshop();
  const [shown, setShown] = useState(now);
  const [token, setToken] = useState('');
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isOld = shown.fingerprint !== now.fingerprint;
  const lacksToken = shown.token === 'needed' && token === '';
  const ready = !isOld && lock === null && !lacksToken;
  const begun = useWayBack();
  const apply = (): void => {
    if (!ready || running) return;
    setRunning(true);
    setFailure(null);
    const { steps, fingerprint } = shown;
    const given = shown.token === null || token === '' ? {} : { ngrokAuthtoken: token };
    askWorkshop({ workshop: 'apply', steps, previewed: fingerprint, ...given })
      .then(() => {
        begun();
        onClose();
      })
      .catch((error: Error) => setFailure(error.message))
      .finally(() => setRunning(false));
  };
  return (
    <Dialog title={shown.title} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        {shown.lines.length > 0 ? null : (
          <p>
            All of it is there. {token === '' ? 'Nothing is changed' : 'The token is changed'}, and what is awaited is
            waited for once more.
          </p>
        )}
        <ol aria-label="What is done" className="workshop-lines">
          {shown.lines.map(({ sign, text }) => (
            <li key={text}>
              <span aria-hidden="true" className="font-mono text-ink-2">
                {sign}
              </span>
              {text}
            </li>
          ))}
        </ol>
        <Warnings warnings={shown.warnings} />
        {shown.kubectl.length === 0 ? null : <Command text={shown.kubectl.join('\n')} />}
        {shown.token === null ? null : <TokenField ask={shown.token} value={token} onChange={setToken} />}
        <div aria-live="polite">
          {isOld ? (
            <p className="flex flex-wrap items-center gap-3 font-medium text-warning">
              ▲ The plan has changed since this was opened.
              <Button onClick={() => setShown(now)}>Look again</Button>
            </p>
          ) : null}
          {lock === null ? null : <p className="text-ink-2">{lock}</p>}
        </div>
        {failure === null ? null : (
          <p role="alert" className="font-medium text-error">
            Not begun: {failure}
          </p>
        )}
        <div className="sticky bottom-0 -mb-4 flex justify-end gap-2 border-t border-line bg-paper py-3 sm:-mb-6">
          <Button onClick={onClose}>Cancel</Button>
          <Button primary type="submit" disabled={!ready}>
            {lacksToken ? 'ngrok’s authtoken is missing' : running ? 'Beginning…' : shown.button}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Warnings" className="flex flex-col gap-1">
      {[...new Set(warnings)].map((warning) => (
        <li key={warning}>
          <span aria-hidden="true" className="text-warning">
            ▲{' '}
          </span>
          {warning}
        </li>
      ))}
    </ul>
  );
}
