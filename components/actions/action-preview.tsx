// What the API server says would happen: line by line, with the pods that would have to leave.
import { formatAge } from '#lib/format/age.ts';
import type { ActionResult } from '#lib/model/actions/cluster-action.ts';
import type { Preview } from './use-preview.ts';

/** A taint may evict a hundred pods: the first few tell which, the rest are counted. */
const EVICTED_SHOWN_MAX = 8;

export function ActionPreview({ asked, preview }: { asked: boolean; preview: Preview }) {
  return (
    <div aria-live="polite" className="min-h-18">
      <PreviewWords asked={asked} preview={preview} />
    </div>
  );
}

function PreviewWords({ asked, preview }: { asked: boolean; preview: Preview }) {
  if (!asked) return <p className="text-ink-2">What it would do is shown here first.</p>;
  if (preview.error !== null) {
    return <p className="font-medium text-error">The API server refuses: {preview.error}</p>;
  }
  if (preview.result === null) return <p className="text-ink-2">Asking the API server what this would do…</p>;
  return (
    <>
      <p className="text-ink-2">
        {preview.result.changes ? 'Dry run by the API server, nothing has changed yet:' : 'There is nothing to do:'}
      </p>
      <ul className="mt-1">
        {preview.result.effects.map((effect) => (
          <li key={effect} className="flex gap-2">
            <span aria-hidden="true" className="font-mono text-ink-2">
              {preview.result?.changes ? '+' : '='}
            </span>
            {effect}
          </li>
        ))}
      </ul>
      <Forecast lines={preview.result.forecast} />
      <Evicted evicts={preview.result.evicts} />
    </>
  );
}

/** What is measured goes on changing: it is said apart from what the API server tried out. */
function Forecast({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="mt-2">
      <p className="text-ink-2">By what is measured now:</p>
      <ul>
        {lines.map((line) => (
          <li key={line} className="wrap-break-word">
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Evicted({ evicts }: { evicts: ActionResult['evicts'] }) {
  if (evicts.length === 0) return null;
  return (
    <ul aria-label="Pods that would be evicted" className="mt-2 border-l-2 border-warning pl-3 font-mono">
      {evicts.slice(0, EVICTED_SHOWN_MAX).map((pod) => (
        <li key={`${pod.namespace}/${pod.name}`} className="break-all">
          {pod.namespace}/{pod.name}
          <span className="font-sans text-ink-2">
            {pod.afterSeconds === 0 ? ' at once' : ` after ${formatAge(pod.afterSeconds * 1000)}`}
          </span>
        </li>
      ))}
      {evicts.length > EVICTED_SHOWN_MAX ? (
        <li className="font-sans text-ink-2">and {evicts.length - EVICTED_SHOWN_MAX} more</li>
      ) : null}
    </ul>
  );
}
