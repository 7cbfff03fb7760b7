'use client';
// Gives a workload an autoscaler; nothing on a read-only server.
import { useAction } from '#components/actions/use-action.tsx';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';

/** `scaled`: keys of the workloads that have one already. */
export function AutoscaleButton({ scaled }: { scaled: readonly string[] }) {
  const { ask, dialog } = useAction();
  const readOnly = useReadOnly();
  if (readOnly) return null;
  return (
    <>
      <Button onClick={() => ask({ form: 'autoscale', scaled })}>Autoscale a workload</Button>
      {dialog}
    </>
  );
}
