'use client';
// Which architectures are kept for pods that ask for them, how strictly, and by which key.
import { useMemo } from 'react';
import { Glyph } from '#components/boards/glyph.tsx';
import { formatCount } from '#lib/format/count.ts';
import { compareArchitectures } from '#lib/model/overview/architectures.ts';
import type { TaintChoice } from '#lib/model/workshop/choices.ts';
import { BETA_KEY_WORDS } from '#lib/model/workshop/taints.ts';
import { boardsOf } from '#lib/queries/overview-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { ARCH_LABEL, BETA_ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { TAINT_EFFECTS, type TaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import { RadioRow } from './radio-row.tsx';
import { SharedNote } from './shared-note.tsx';
import { useWorkshop } from './workshop-context.ts';

const EFFECT_WORDS: Readonly<Record<TaintEffect, string>> = {
  NoSchedule: 'new pods that do not tolerate it go elsewhere; those that run there stay',
  PreferNoSchedule: 'new pods go elsewhere where they can, and come where they cannot',
  NoExecute: 'pods that do not tolerate it have to leave as well',
};

const NO_CHOICE: TaintChoice = { key: ARCH_LABEL, effect: 'NoSchedule', architectures: [] };

export function TaintChoices() {
  const { choices, choose, lock } = useWorkshop();
  const choice = choices.taints ?? NO_CHOICE;
  const change = (next: TaintChoice): void => choose({ taints: next.architectures.length === 0 ? null : next });
  const isLocked = lock !== null;
  const isNone = choices.taints === null;
  return (
    <div className="workshop-part workshop-choices">
      <div className="choice-columns">
        <fieldset disabled={isLocked}>
          <legend className="font-medium">Keep for pods that ask for them</legend>
          <ArchBoxes choice={choice} onChange={change} />
        </fieldset>
        <fieldset disabled={isLocked || isNone}>
          <legend className="font-medium">Effect</legend>
          {TAINT_EFFECTS.map((effect) => (
            <RadioRow
              key={effect}
              name="effect"
              checked={choice.effect === effect}
              onChoose={() => change({ ...choice, effect })}
              label={effect}
              words={EFFECT_WORDS[effect]}
            />
          ))}
        </fieldset>
        <fieldset disabled={isLocked || isNone}>
          <legend className="font-medium">Key</legend>
          <RadioRow
            name="key"
            checked={choice.key === ARCH_LABEL}
            onChoose={() => change({ ...choice, key: ARCH_LABEL })}
            label={ARCH_LABEL}
            words="today’s, which every kubelet sets as a label too"
          />
          <RadioRow
            name="key"
            checked={choice.key === BETA_ARCH_LABEL}
            onChoose={() => change({ ...choice, key: BETA_ARCH_LABEL })}
            label={BETA_ARCH_LABEL}
            words={BETA_KEY_WORDS}
          />
        </fieldset>
      </div>
      <SharedNote />
    </div>
  );
}

interface ArchBoxesProps {
  choice: TaintChoice;
  onChange: (choice: TaintChoice) => void;
}

function ArchBoxes({ choice, onChange }: ArchBoxesProps) {
  const { data } = useTopic('overview');
  const boards = useMemo(() => (data === undefined ? [] : boardsOf(data.rows)), [data]);
  const { architectures } = choice;
  const archs = [...new Set([...boards.map(({ arch }) => arch), ...architectures])]
    .filter((arch) => arch !== 'unknown')
    .sort(compareArchitectures);
  if (archs.length === 0) return <p className="text-ink-2">No board has said what it is yet.</p>;
  return archs.map((arch) => (
    <label key={arch} className="choice-row">
      <input
        type="checkbox"
        checked={architectures.includes(arch)}
        onChange={(event) => {
          const rest = architectures.filter((other) => other !== arch);
          onChange({
            ...choice,
            architectures: event.target.checked ? [...rest, arch].sort(compareArchitectures) : rest,
          });
        }}
      />
      <span className="flex flex-wrap items-center gap-x-1.5">
        <Glyph arch={arch} size={14} />
        {arch}
        <span className="text-ink-2">{formatCount(boards.filter((board) => board.arch === arch).length, 'board')}</span>
      </span>
    </label>
  ));
}
