'use client';
// Which board, and for a taint which.
import { useEffect, useState } from 'react';
import { fullTaint, isDown, ownTaints } from '#components/boards/board-words.ts';
import { keyProblem, valueProblem } from '#components/node/taint-check.ts';
import type { ClusterAction } from '#lib/model/actions/cluster-action.ts';
import { taintInput } from '#lib/model/actions/taint-input.ts';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import { isTaintEffect, TAINT_EFFECTS, type TaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import type { BoardKind, Draft } from './draft.ts';
import { ChoiceField, TextField } from './field.tsx';

interface BoardFieldsProps {
  kind: BoardKind;
  boards: readonly BoardView[];
  /** Name of the one to begin with. */
  initial: string;
  onDraft: (draft: Draft) => void;
}

const NONE: Readonly<Record<BoardKind, string>> = {
  unplug: 'No board answers: there is none to unplug.',
  'plug-in': 'All boards answer.',
  taint: 'There is no board.',
  untaint: 'No board has a taint that people put there.',
  cordon: 'All boards are cordoned.',
  uncordon: 'No board is cordoned.',
};

export function BoardFields({ kind, boards, initial, onDraft }: BoardFieldsProps) {
  const able = boards.filter((board) => isAble(kind, board));
  const [name, setName] = useState(initial);
  const board = able.find((candidate) => candidate.name === name) ?? able[0];
  if (board === undefined) return <p className="text-ink-2">{NONE[kind]}</p>;
  return (
    <>
      <ChoiceField
        label="Board"
        name="board"
        value={board.name}
        options={able.map((one) => [one.name, `${one.name}, ${one.arch}`])}
        onChange={setName}
      />
      {kind === 'taint' ? <TaintFields key={board.name} board={board} onDraft={onDraft} /> : null}
      {kind === 'untaint' ? <TaintChoice key={board.name} board={board} onDraft={onDraft} /> : null}
      {kind === 'taint' || kind === 'untaint' ? null : <Plain kind={kind} node={board.name} onDraft={onDraft} />}
    </>
  );
}

function isAble(kind: BoardKind, board: BoardView): boolean {
  switch (kind) {
    case 'unplug':
      return board.ready.status === 'True';
    case 'plug-in':
      return isDown(board);
    case 'taint':
      return true;
    case 'untaint':
      return ownTaints(board).length > 0;
    case 'cordon':
      return !board.cordoned;
    case 'uncordon':
      return board.cordoned;
  }
}

interface PlainProps {
  kind: Exclude<BoardKind, 'taint' | 'untaint'>;
  node: string;
  onDraft: (draft: Draft) => void;
}

/** Nothing more to say: it is complete. */
function Plain({ kind, node, onDraft }: PlainProps) {
  useEffect(() => {
    if (kind === 'unplug' || kind === 'plug-in') onDraft({ suppose: kind, node });
    else onDraft({ suppose: 'action', action: { action: kind, node } });
  }, [kind, node, onDraft]);
  return null;
}

function TaintFields({ board, onDraft }: { board: BoardView; onDraft: (draft: Draft) => void }) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [effect, setEffect] = useState<TaintEffect>('NoSchedule');
  const node = board.name;
  const replaces = board.taints.some((other) => other.key === key && other.effect === effect);
  const problem = key === '' ? null : (keyProblem(key) ?? valueProblem(value));
  useEffect(() => {
    const isComplete = keyProblem(key) === null && valueProblem(value) === null;
    const action: ClusterAction = {
      action: 'taint',
      node,
      taint: { key, value, effect },
      ...(replaces ? { overwrite: true } : {}),
    };
    onDraft(isComplete ? { suppose: 'action', action } : null);
  }, [node, key, value, effect, replaces, onDraft]);
  return (
    <>
      <TextField label="Key" name="key" value={key} onChange={(event) => setKey(event.target.value.trim())} />
      <TextField
        label="Value, or nothing"
        name="value"
        value={value}
        onChange={(event) => setValue(event.target.value.trim())}
      />
      <ChoiceField
        label="Effect"
        name="effect"
        value={effect}
        options={TAINT_EFFECTS.map((one) => [one, one])}
        onChange={(chosen) => setEffect(isTaintEffect(chosen) ? chosen : 'NoSchedule')}
      />
      {problem === null ? null : <p className="text-error">✕ {problem}</p>}
    </>
  );
}

function TaintChoice({ board, onDraft }: { board: BoardView; onDraft: (draft: Draft) => void }) {
  const taints = ownTaints(board);
  const [text, setText] = useState('');
  const taint = taints.find((one) => fullTaint(one) === text) ?? taints[0];
  const shown = taint === undefined ? '' : fullTaint(taint);
  useEffect(() => {
    const chosen = taint === undefined ? null : taintInput(taint);
    onDraft(
      chosen === null ? null : { suppose: 'action', action: { action: 'untaint', node: board.name, taint: chosen } },
    );
  }, [board.name, taint, onDraft]);
  return (
    <ChoiceField
      label="Taint"
      value={shown}
      options={taints.map((one) => [fullTaint(one), fullTaint(one)])}
      onChange={setText}
    />
  );
}
