'use client';
// What would let the pod onto a node: what can be tried from here, each with a preview first, and what to do of the rest.
import { useAction } from '#components/actions/use-action.tsx';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { adviceOn, adviceOnPending } from '#lib/model/placement/why/advice.ts';
import type { Advice, WayOut } from '#lib/model/placement/why/way-out.ts';
import { waysOut, waysOutOfPending } from '#lib/model/placement/why/ways-out.ts';
import type { NodeVerdictView, WhyView } from '#lib/model/placement/why/why-view.ts';

/** Of a pod that is nowhere: what alone would be enough, or else what to do. */
export function WaysOut({ why, nodes }: { why: WhyView; nodes: readonly NodeVerdictView[] }) {
  const ways = waysOutOfPending(why, nodes);
  return <Ways title="Ways out" ways={ways} advice={ways.length > 0 ? [] : adviceOnPending(why, nodes)} />;
}

export function NodeWays({ why, node }: { why: WhyView; node: NodeVerdictView }) {
  return <Ways title={null} ways={waysOut(why, node)} advice={adviceOn(why, node)} />;
}

interface WaysProps {
  title: string | null;
  ways: readonly WayOut[];
  advice: readonly Advice[];
}

function Ways({ title, ways, advice }: WaysProps) {
  const readOnly = useReadOnly();
  const { ask, dialog } = useAction();
  const offered = readOnly ? [] : ways;
  // An open question stays when the cluster takes its reason away.
  if (offered.length === 0 && advice.length === 0) return dialog;
  return (
    <div className={title === null ? 'mb-2 ml-7' : 'mt-4'}>
      {title === null ? null : <h3 className="font-medium">{title}</h3>}
      {offered.length === 0 ? null : (
        <ul className="mt-1 flex flex-wrap gap-2">
          {offered.map(({ label, enough, action }) => (
            <li key={label}>
              <Button wraps onClick={() => ask(action)}>
                {label}
              </Button>
              {enough || title !== null ? null : <span className="ml-2 text-ink-2">not enough alone</span>}
            </li>
          ))}
        </ul>
      )}
      {advice.map(({ text, kubectl }) => (
        <div key={text} className="mt-2">
          <p>{text}</p>
          <Command text={kubectl} />
        </div>
      ))}
      {dialog}
    </div>
  );
}
