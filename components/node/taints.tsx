'use client';
// What keeps pods off this node: those people put there can be taken off, those of Kubernetes say so.
import { useAction } from '#components/actions/use-action.tsx';
import { fullTaint, shortTaint } from '#components/boards/board-words.ts';
import { useReadOnly } from '#components/shell/access.tsx';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { useFresh } from '#components/ui/use-fresh.ts';
import type { TaintInput } from '#lib/model/actions/node-action.ts';
import { taintInput } from '#lib/model/actions/taint-input.ts';
import type { NodeView } from '#lib/model/node/node-view.ts';
import type { TaintView } from '#lib/model/overview/overview-view.ts';

export function Taints({ node }: { node: NodeView }) {
  const { ask, dialog } = useAction();
  const readOnly = useReadOnly();
  const isFresh = useFresh(node.taints.map(fullTaint));
  return (
    <Section
      id="taints"
      title="Taints"
      action={readOnly ? null : <Button onClick={() => ask({ form: 'taint', node })}>Add taint</Button>}
    >
      {node.taints.length === 0 ? (
        <p className="text-ink-2">None: any pod may be scheduled here.</p>
      ) : (
        <ul>
          {node.taints.map((taint) => (
            <TaintRow
              key={fullTaint(taint)}
              taint={taint}
              fresh={isFresh(fullTaint(taint))}
              onRemove={readOnly ? null : (removed) => ask({ action: 'untaint', node: node.name, taint: removed })}
            />
          ))}
        </ul>
      )}
      {dialog}
    </Section>
  );
}

interface TaintRowProps {
  taint: TaintView;
  fresh: boolean;
  /** Null where it cannot be taken off from here. */
  onRemove: ((taint: TaintInput) => void) | null;
}

function TaintRow({ taint, fresh, onRemove }: TaintRowProps) {
  const input = taintInput(taint);
  return (
    <li className={`flex min-h-10 flex-wrap items-center gap-x-3 border-t border-line py-1 ${fresh ? 'flash' : ''}`}>
      <span className="min-w-0 font-mono break-all">{fullTaint(taint)}</span>
      <Age since={taint.timeAdded} prefix="for " />
      {taint.system ? (
        <span className="ml-auto text-ink-2">put there by Kubernetes, and taken off by it</span>
      ) : onRemove === null || input === null ? null : (
        <Button className="ml-auto" aria-label={`Remove taint ${shortTaint(taint)}`} onClick={() => onRemove(input)}>
          Remove
        </Button>
      )}
    </li>
  );
}
