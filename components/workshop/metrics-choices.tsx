'use client';
// metrics-server or its ancestor, and whether kubelets' certificates are taken as they are.
import type { StepRows } from '#lib/queries/workshop-rows.ts';
import { CheckBoxRow } from './check-row.tsx';
import { RadioRow } from './radio-row.tsx';
import { useWorkshop } from './workshop-context.ts';

export function MetricsChoices({ components }: Pick<StepRows, 'components'>) {
  const { choices, choose, lock } = useWorkshop();
  const heapster = components.get('heapster');
  const isRefused = heapster?.state === 'not-offered';
  // How somebody else’s is set up is theirs to say.
  const isTheirs = components.get('metrics-server')?.state === 'theirs';
  return (
    <>
      <fieldset disabled={lock !== null}>
        <legend className="font-medium">Who measures</legend>
        <div className="choice-columns">
          <RadioRow
            name="metrics"
            checked={choices.metrics === 'metrics-server'}
            onChoose={() => choose({ metrics: 'metrics-server' })}
            label="metrics-server"
            words="today’s"
          />
          <RadioRow
            name="metrics"
            checked={choices.metrics === 'heapster'}
            // What is chosen stays chosen until something else is.
            disabled={isRefused && choices.metrics !== 'heapster'}
            onChoose={() => choose({ metrics: 'heapster' })}
            label="Heapster"
            words={`its ancestor, retired since Kubernetes 1.11, as in the talk${isRefused ? `. ⊘ ${heapster.words}` : ''}`}
          />
        </div>
      </fieldset>
      {choices.metrics === 'metrics-server' && !isTheirs ? (
        <CheckBoxRow
          label="Take kubelets’ certificates unchecked (--kubelet-insecure-tls)"
          words="For kubelets, the agents of Kubernetes on the boards, that sign theirs themselves, as kubeadm leaves them. Unchecked, somebody in the boards’ network who answers in a kubelet’s place could feed wrong figures. The other way is to have kubelets ask the cluster for theirs: serverTLSBootstrap: true in their configuration."
          checked={choices.kubeletInsecureTls}
          disabled={lock !== null}
          onChange={(kubeletInsecureTls) => choose({ kubeletInsecureTls })}
        />
      ) : null}
    </>
  );
}
