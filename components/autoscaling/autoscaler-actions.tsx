'use client';
// What can be done about an autoscaler from its page.
import { useAction } from '#components/actions/use-action.tsx';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { isActedKind } from '#lib/model/actions/workload-kind.ts';
import type { AutoscalerView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { LoadButton } from './load-button.tsx';

/** Where no newer version is served: what is written from here is autoscaling/v2. */
const V1 = 'autoscaling/v1';

export function AutoscalerActions({ view: { row, target, apiVersion, scalesAbove } }: { view: AutoscalerView }) {
  const { kind, name } = target;
  const { ask, dialog } = useAction();
  const readOnly = useReadOnly();
  const { namespace, name: autoscaler } = row;
  if (readOnly) return null;
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      {apiVersion === V1 ? (
        <span className="text-ink-2">Read as {V1}: change it with kubectl edit.</span>
      ) : (
        <Button onClick={() => ask({ form: 'edit-autoscaler', autoscaler: { namespace, name: autoscaler } })}>
          Edit
        </Button>
      )}
      {isActedKind(kind) ? <LoadButton workload={{ kind, namespace, name }} scalesAbove={scalesAbove} /> : null}
      {dialog}
    </div>
  );
}
