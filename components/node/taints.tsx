'use client';
// What keeps pods off this node: those people put there can be taken off, those of Kubernetes say so.
import { fullTaint, shortTaint } from '#components/boards/board-words.ts';
import { useReadOnly } from '#components/shell/access.tsx';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { useFresh } from '#components/ui/use-fresh.ts';
import type { TaintEffect } from '#lib/model/node-action.ts';
import type { NodeView } from '#lib/model/node-view.ts';
import type { TaintView } from '#lib/model/overview-view.ts';
import { useNodeAction } from './use-node-action.tsx';

export function Taints({ node }: { node: NodeView }) {
  const { ask, dialog } = useNodeAction(node);
  const readOnly = useReadOnly();
  const isFresh = useFresh(node.taints.map(fullTaint));
  return (
    <Section
      id="taints"
      title="Taints"
      action={readOnly ? null : <Button onClick={() => ask('new-taint')}>Add taint</Button>}
    >
      {node.taints.length === 0 ? (
        <p className="text-ink-2">None: any pod may be scheduled here.</p>
      ) : (
        <ul>
          {node.taints.map((taint) => (
            <li
              key={fullTaint(taint)}
              className={`flex min-h-10 flex-wrap items-center gap-x-3 border-t border-line py-1 ${isFresh(fullTaint(taint)) ? 'flash' : ''}`}
            >
              <span className="min-w-0 font-mono break-all">{fullTaint(taint)}</span>
              <Age since={taint.timeAdded} prefix="for " />
              {taint.system ? (
                <span className="ml-auto text-ink-2">put there by Kubernetes, and taken off by it</span>
              ) : readOnly ? null : (
                <Button
                  className="ml-auto"
                  aria-label={`Remove taint ${shortTaint(taint)}`}
                  onClick={() => ask({ action: 'untaint', node: node.name, taint: inputOf(taint) })}
                >
                  Remove
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {dialog}
    </Section>
  );
}

/** The API knows three effects; a taint that is already there has one of them. */
function inputOf({ key, value, effect }: TaintView): { key: string; value: string; effect: TaintEffect } {
  return { key, value: value ?? '', effect: effect as TaintEffect };
}
