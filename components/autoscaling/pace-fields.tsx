'use client';
// How fast an autoscaler scales in each direction, and how long it looks back before it does.
import { Button } from '#components/ui/button.tsx';
import { ChoiceField, TextField } from '#components/what-if/field.tsx';
import type { PaceDraft, PolicyDraft, RulesDraft } from './pace-draft.ts';

interface PaceFieldsProps {
  pace: PaceDraft;
  onChange: (pace: PaceDraft) => void;
}

export function PaceFields({ pace, onChange }: PaceFieldsProps) {
  return (
    <>
      <RulesFields
        title="Scaling up"
        usual="As usual: 4 pods or 100% in 15 s, at once"
        which="lowest"
        rules={pace.up}
        onChange={(up) => onChange({ ...pace, up })}
      />
      <RulesFields
        title="Scaling down"
        usual="As usual: 100% in 15 s, after 5 minutes"
        which="highest"
        rules={pace.down}
        onChange={(down) => onChange({ ...pace, down })}
      />
    </>
  );
}

interface RulesFieldsProps {
  title: string;
  usual: string;
  which: string;
  rules: RulesDraft;
  onChange: (rules: RulesDraft) => void;
}

function RulesFields({ title, usual, which, rules, onChange }: RulesFieldsProps) {
  const { way, policies } = rules;
  const change = (id: number, to: Partial<PolicyDraft>): void =>
    onChange({ ...rules, policies: policies.map((one) => (one.id === id ? { ...one, ...to } : one)) });
  const add = (): void => {
    const id = Math.max(-1, ...policies.map((one) => one.id)) + 1;
    onChange({ ...rules, policies: [...policies, { id, type: 'Pods', value: '1', period: '60' }] });
  };
  return (
    <div className="flex flex-col gap-2">
      <ChoiceField
        label={title}
        value={way}
        options={[
          ['usual', usual],
          ['own', 'A pace of its own'],
          ['never', 'Never'],
        ]}
        onChange={(next) => onChange({ ...rules, way: next as RulesDraft['way'] })}
      />
      {way === 'own' ? (
        <>
          <TextField
            label={`Seconds it looks back: the ${which} wish of them counts`}
            inputMode="numeric"
            value={rules.window}
            onChange={(event) => onChange({ ...rules, window: event.target.value.trim() })}
          />
          {policies.map((policy, index) => (
            <PolicyFields
              key={policy.id}
              label={`${title}, policy ${index + 1}`}
              policy={policy}
              onChange={(to) => change(policy.id, to)}
              onRemove={() => onChange({ ...rules, policies: policies.filter(({ id }) => id !== policy.id) })}
            />
          ))}
          {policies.length > 1 ? (
            <ChoiceField
              label="Of these counts"
              value={rules.select}
              options={[
                ['Max', 'the one that allows most'],
                ['Min', 'the one that allows least'],
              ]}
              onChange={(select) => onChange({ ...rules, select })}
            />
          ) : null}
          <Button className="self-start" onClick={add}>
            Add a policy
          </Button>
        </>
      ) : null}
    </div>
  );
}

interface PolicyFieldsProps {
  label: string;
  policy: PolicyDraft;
  onChange: (policy: Partial<PolicyDraft>) => void;
  onRemove: () => void;
}

function PolicyFields({ label, policy, onChange, onRemove }: PolicyFieldsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would have a legend to be seen
    <div role="group" aria-label={label} className="grid grid-cols-[1fr_1fr_1fr_auto] items-end gap-2">
      <TextField
        label="At most"
        inputMode="numeric"
        value={policy.value}
        onChange={(event) => onChange({ value: event.target.value.trim() })}
      />
      <ChoiceField
        label="of"
        value={policy.type}
        options={[
          ['Pods', 'pods'],
          ['Percent', 'percent'],
        ]}
        onChange={(type) => onChange({ type })}
      />
      <TextField
        label="in seconds"
        inputMode="numeric"
        value={policy.period}
        onChange={(event) => onChange({ period: event.target.value.trim() })}
      />
      <Button aria-label={`Remove: ${label}`} onClick={onRemove}>
        ✕
      </Button>
    </div>
  );
}
