'use client';
// Key, value and effect of a new taint; says what is wrong as soon as a field is left.
import { type ReactNode, useId, useState } from 'react';
import { fullTaint } from '#components/boards/board-words.ts';
import type { NodeAction, TaintInput } from '#lib/model/actions/node-action.ts';
import type { NodeView } from '#lib/model/node/node-view.ts';
import type { TaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import { keyProblem, replacedBy, valueProblem } from './taint-check.ts';

const EFFECTS: readonly { effect: TaintEffect; words: string }[] = [
  { effect: 'NoSchedule', words: 'new pods stay off unless they tolerate it' },
  { effect: 'PreferNoSchedule', words: 'new pods stay off if there is room elsewhere' },
  { effect: 'NoExecute', words: 'pods that do not tolerate it leave, too' },
];

const FIELD =
  'h-8 w-full rounded border border-line-2 bg-paper px-2 font-mono aria-[invalid]:border-error aria-[invalid]:outline-1 aria-[invalid]:outline-error';

interface TaintFormProps {
  node: NodeView;
  /** The action once the taint is complete, null while it is not. */
  onChange: (action: NodeAction | null) => void;
  onSubmit: () => void;
}

export function TaintForm({ node, onChange, onSubmit }: TaintFormProps) {
  const [taint, setTaint] = useState<TaintInput>({ key: '', value: '', effect: 'NoSchedule' });
  const [overwrite, setOverwrite] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const replaced = replacedBy(taint, node);
  const problems = { key: keyProblem(taint.key), value: valueProblem(taint.value) };

  const change = (next: TaintInput, replace: boolean): void => {
    setTaint(next);
    setOverwrite(replace);
    const wrong = keyProblem(next.key) !== null || valueProblem(next.value) !== null;
    const blocked = replacedBy(next, node) !== null && !replace;
    onChange(
      wrong || blocked
        ? null
        : { action: 'taint', node: node.name, taint: next, ...(replace ? { overwrite: true } : {}) },
    );
  };
  /** An empty field is wrong only once it was left; what was typed into it, at once. */
  const shownProblem = (field: 'key' | 'value'): string | null =>
    left.has(field) || taint[field] !== '' ? problems[field] : null;
  const leave = (field: string): void => setLeft((fields) => new Set([...fields, field]));

  return (
    <form
      className="grid gap-3 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="Key" problem={shownProblem('key')}>
        {(props) => (
          <input
            {...props}
            className={FIELD}
            value={taint.key}
            autoComplete="off"
            spellCheck={false}
            onBlur={() => leave('key')}
            onChange={(event) => change({ ...taint, key: event.target.value }, overwrite)}
          />
        )}
      </Field>
      <Field label="Value, may be empty" problem={shownProblem('value')}>
        {(props) => (
          <input
            {...props}
            className={FIELD}
            value={taint.value}
            autoComplete="off"
            spellCheck={false}
            onBlur={() => leave('value')}
            onChange={(event) => change({ ...taint, value: event.target.value }, overwrite)}
          />
        )}
      </Field>
      <fieldset className="sm:col-span-2">
        <legend className="font-medium">Effect</legend>
        {EFFECTS.map(({ effect, words }) => (
          <label key={effect} className="flex min-h-8 items-center gap-2">
            <input
              type="radio"
              name="effect"
              value={effect}
              checked={taint.effect === effect}
              onChange={() => change({ ...taint, effect }, overwrite)}
              className="accent-ink"
            />
            <span className="font-mono">{effect}</span>
            <span className="text-ink-2">{words}</span>
          </label>
        ))}
      </fieldset>
      {replaced === null ? null : (
        <label className="flex items-center gap-2 sm:col-span-2">
          <input
            type="checkbox"
            checked={overwrite}
            onChange={(event) => change(taint, event.target.checked)}
            className="accent-ink"
          />
          <span>
            {node.name} has it as <code>{fullTaint({ ...taint, value: replaced })}</code>: replace it
          </span>
        </label>
      )}
      {/* Enter in a field submits a form only where it has a submit button. */}
      <button type="submit" hidden />
    </form>
  );
}

interface FieldProps {
  label: string;
  problem: string | null;
  children: (props: { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string }) => ReactNode;
}

function Field({ label, problem, children }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': problem === null ? undefined : true, 'aria-describedby': `${id}-problem` })}
      <p id={`${id}-problem`} className="min-h-5 text-error">
        {problem}
      </p>
    </div>
  );
}
