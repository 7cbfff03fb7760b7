'use client';
// Takes YAML, and gives it back with the node affinity that keeps its pods where their images run. Nothing is applied.
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { PinnedYaml } from '#lib/model/images/pin-answer.ts';
import { pinYaml } from '#lib/queries/pin.ts';

const AREA = 'h-40 w-full rounded border border-line-2 bg-paper p-2 font-mono';

export function PinYamlDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<PinnedYaml | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const id = useId();
  const ask = (): void => {
    setAsking(true);
    setAnswer(null);
    setFailure(null);
    pinYaml(text)
      .then(setAnswer)
      .catch((error: Error) => setFailure(error.message))
      .finally(() => setAsking(false));
  };
  return (
    <Dialog title="Pin YAML to what its images support" onClose={onClose}>
      <p className="text-ink-2">
        Paste a Pod, Deployment or any other workload. It comes back with required node affinity on kubernetes.io/arch,
        from the manifest lists of its images. Nothing is applied.
      </p>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <label htmlFor={id} className="font-medium">
          YAML
        </label>
        <textarea
          id={id}
          className={AREA}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" primary disabled={asking || text.trim() === ''}>
            {asking ? 'Asking the registries…' : 'Pin it'}
          </Button>
          <Button onClick={onClose}>Close</Button>
        </div>
      </form>
      {failure === null ? null : (
        <p role="alert" className="text-error">
          <span aria-hidden="true">✕ </span>
          {failure}
        </p>
      )}
      {answer === null ? null : <Answer answer={answer} />}
    </Dialog>
  );
}

function Answer({ answer: { yaml, documents } }: { answer: PinnedYaml }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  // On a low screen it would come below the edge, unseen.
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={box} role="status" className="flex flex-col gap-2">
      <ul>
        {documents.map(({ about, outcome, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: documents have no identity but their place
          <li key={index}>
            <span className="font-medium">{about}</span> {outcome === 'pinned' ? '' : 'is as it was: '}
            {text}
          </li>
        ))}
      </ul>
      <label htmlFor={id} className="font-medium">
        Pinned YAML
      </label>
      <textarea id={id} className={AREA} readOnly spellCheck={false} value={yaml} />
    </div>
  );
}
