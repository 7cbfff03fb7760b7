// ngrok's token: typed for one apply, kept nowhere but in the cluster's Secret.
import { useId } from 'react';
import { TextField } from '#components/what-if/field.tsx';
import type { TokenAsk } from '#lib/model/workshop/token-ask.ts';
import { NGROK_TOKEN_LENGTH_MAX } from '#lib/model/workshop/workshop-request.ts';

interface TokenFieldProps {
  ask: TokenAsk;
  value: string;
  onChange: (token: string) => void;
}

export function TokenField({ ask, value, onChange }: TokenFieldProps) {
  const note = useId();
  return (
    <div>
      <TextField
        label="ngrok authtoken"
        type="password"
        autoComplete="off"
        spellCheck={false}
        maxLength={NGROK_TOKEN_LENGTH_MAX}
        required={ask === 'needed'}
        aria-describedby={note}
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
      />
      <p id={note} className="mt-1 text-ink-2">
        From your account at dashboard.ngrok.com. It goes into a Secret of the cluster and is kept nowhere else: not in
        this page, not in the workshop’s journal, its notes in the cluster of what was done.
        {ask === 'needed'
          ? ' The cluster has none yet.'
          : ' Left empty, the token that is there stays; with another one the agent starts anew.'}
      </p>
    </div>
  );
}
