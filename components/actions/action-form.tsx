'use client';
// The forms that ask for what an action needs before it can be tried out.
import { CreateForm } from '#components/autoscaling/create-form.tsx';
import { EditForm } from '#components/autoscaling/edit-form.tsx';
import { TaintForm } from '#components/node/taint-form.tsx';
import type { AutoscalerRef } from '#lib/model/actions/autoscaler-action.ts';
import type { ClusterAction } from '#lib/model/actions/cluster-action.ts';
import type { NodeView } from '#lib/model/node/node-view.ts';

export type AskedForm =
  | { form: 'taint'; node: NodeView }
  | { form: 'edit-autoscaler'; autoscaler: AutoscalerRef }
  /** `scaled`: keys of the workloads that have an autoscaler. */
  | { form: 'autoscale'; scaled: readonly string[] };

interface ActionFormProps {
  form: AskedForm;
  /** Must stay the same from one render to the next. */
  onChange: (action: ClusterAction | null) => void;
  onSubmit: () => void;
}

export function ActionForm({ form, ...rest }: ActionFormProps) {
  switch (form.form) {
    case 'taint':
      return <TaintForm node={form.node} {...rest} />;
    case 'edit-autoscaler':
      return <EditForm autoscaler={form.autoscaler} {...rest} />;
    case 'autoscale':
      return <CreateForm scaled={form.scaled} {...rest} />;
  }
}

/** The dialog's title and its button's text while the form is not filled in yet. */
export function formWords(form: AskedForm): { title: string; button: string } {
  switch (form.form) {
    case 'taint':
      return { title: `Taint ${form.node.name}?`, button: 'Add taint' };
    case 'edit-autoscaler':
      return { title: `Change autoscaler ${form.autoscaler.name}?`, button: 'Change' };
    case 'autoscale':
      return { title: 'Autoscale a workload?', button: 'Autoscale' };
  }
}
