'use client';
import type { StepRows } from '#lib/queries/workshop-rows.ts';
// What can be chosen in a step, with what each choice means here.
import type { ExtraId } from '#lib/stack/catalogue.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import type { StepId } from '#lib/stack/component.ts';
import { CheckBoxRow } from './check-row.tsx';
import { MetricsChoices } from './metrics-choices.tsx';
import { SharedNote } from './shared-note.tsx';
import { useWorkshop } from './workshop-context.ts';

interface StepChoicesProps {
  step: StepId;
  components: StepRows['components'];
}

export function StepChoices({ step, components }: StepChoicesProps) {
  if (step !== 'metrics' && step !== 'public' && step !== 'extras') return null;
  return (
    <div className="workshop-part workshop-choices">
      {step === 'metrics' ? <MetricsChoices components={components} /> : null}
      {step === 'public' ? <PublicChoice components={components} /> : null}
      {step === 'extras' ? <ExtrasChoices components={components} /> : null}
      <SharedNote />
    </div>
  );
}

function PublicChoice({ components }: Pick<StepChoicesProps, 'components'>) {
  const { choices, choose, lock } = useWorkshop();
  const plan = components.get('ngrok');
  return (
    <div>
      <CheckBoxRow
        label="Make the ingress public through ngrok"
        words="Anybody who knows the address reaches what the ingress controller serves, and nothing else of the cluster. ngrok wants the token of an account, which is asked for when it is applied."
        checked={choices.goPublic}
        disabled={lock !== null}
        onChange={(goPublic) => choose({ goPublic })}
      />
      {choices.goPublic || plan === undefined ? null : <Refusal reasons={plan.blocked} />}
    </div>
  );
}

const EXTRAS: readonly ExtraId[] = ['influxdb', 'grafana', 'wardle', 'local-path'];

function ExtrasChoices({ components }: Pick<StepChoicesProps, 'components'>) {
  const { choices, choose, lock } = useWorkshop();
  return (
    <fieldset className="workshop-choices">
      <legend className="sr-only">Extras</legend>
      {EXTRAS.map((id) => {
        const plan = components.get(id);
        const chosen = choices.extras.includes(id);
        // What is chosen can always be left out again.
        const cannot = !chosen && (plan?.state === 'not-offered' || plan?.state === 'theirs');
        return (
          <CheckBoxRow
            key={id}
            label={componentOf(id).title}
            words={
              <>
                {componentOf(id).what}
                {cannot ? <span className="block text-ink">⊘ {plan.words}</span> : null}
              </>
            }
            checked={chosen}
            disabled={lock !== null || cannot}
            onChange={(add) =>
              choose({ extras: EXTRAS.filter((one) => (one === id ? add : choices.extras.includes(one))) })
            }
          />
        );
      })}
    </fieldset>
  );
}

function Refusal({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul>
      {reasons.map((reason) => (
        <li key={reason}>⊘ {reason}</li>
      ))}
    </ul>
  );
}
