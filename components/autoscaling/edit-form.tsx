'use client';
// Limits, targets and pace of an autoscaler, read as it is now.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { TextField } from '#components/what-if/field.tsx';
import type { AutoscalerAction, AutoscalerRef, AutoscalerSettings } from '#lib/model/actions/autoscaler-action.ts';
import { SCALE_DOWN_DEFAULT, SCALE_UP_DEFAULT } from '#lib/model/actions/autoscaler-defaults.ts';
import { fetchAutoscaler, type TargetField } from '#lib/queries/autoscaler-object.ts';
import { behaviorOf, isCount, rulesDraft } from './pace-draft.ts';
import { PaceFields } from './pace-fields.tsx';

interface EditFormProps {
  autoscaler: AutoscalerRef;
  /** The action once all fields can be read, null while they cannot. */
  onChange: (action: AutoscalerAction | null) => void;
  onSubmit: () => void;
}

export function EditForm(props: EditFormProps) {
  const { namespace, name } = props.autoscaler;
  const { data, error } = useQuery({
    queryKey: ['autoscaler-object', namespace, name],
    queryFn: () => fetchAutoscaler({ namespace, name }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (error !== null) return <p className="font-medium text-error">✕ {error.message}</p>;
  if (data === undefined) return <p className="min-h-40 text-ink-2">Reading it as it is now…</p>;
  return <Fields {...props} settings={data.settings} targets={data.targets} />;
}

interface FieldsProps extends EditFormProps {
  settings: AutoscalerSettings;
  targets: readonly TargetField[];
}

function Fields({ autoscaler, settings, targets, onChange, onSubmit }: FieldsProps) {
  const { namespace, name } = autoscaler;
  const [min, setMin] = useState(String(settings.min));
  const [max, setMax] = useState(String(settings.max));
  const [aims, setAims] = useState(settings.targets);
  const [pace, setPace] = useState(() => ({
    up: rulesDraft(settings.behavior?.scaleUp, SCALE_UP_DEFAULT),
    down: rulesDraft(settings.behavior?.scaleDown, SCALE_DOWN_DEFAULT),
  }));
  useEffect(() => {
    const behavior = behaviorOf(pace);
    const isReadable = isCount(min) && isCount(max) && behavior !== undefined && aims.every((aim) => aim !== '');
    onChange(
      isReadable
        ? {
            action: 'edit-autoscaler',
            autoscaler: { namespace, name },
            settings: { min: Number(min), max: Number(max), targets: aims, behavior },
          }
        : null,
    );
  }, [namespace, name, min, max, aims, pace, onChange]);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <TextField label="Minimum" inputMode="numeric" value={min} onChange={(e) => setMin(e.target.value.trim())} />
        <TextField label="Maximum" inputMode="numeric" value={max} onChange={(e) => setMax(e.target.value.trim())} />
      </div>
      {targets.map(({ label }, index) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: two metrics may be called the same
          key={index}
          label={label}
          value={aims[index] ?? ''}
          onChange={(event) => setAims(aims.with(index, event.target.value.trim()))}
        />
      ))}
      <details>
        <summary className="min-h-8 cursor-pointer py-1 font-medium">Pace</summary>
        <div className="flex flex-col gap-4 pt-1">
          <PaceFields pace={pace} onChange={setPace} />
        </div>
      </details>
      {/* Enter in a field submits a form only where it has a submit button. */}
      <button type="submit" hidden />
    </form>
  );
}
