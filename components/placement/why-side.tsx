'use client';
// Where the why stands: beside the table where there is room, over the page where there is none.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useModal } from '#components/ui/use-modal.ts';
import { WhyPanel } from '#components/why/why-panel.tsx';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import type { PlacementColumns, PlacementRow } from '#lib/model/placement/placement-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { PodLinks } from './pod-links.tsx';
import { Successors } from './successors.tsx';

/** As in app/placement.css. */
const BESIDE = '(min-width: 1024px)';

/** Pods of the same workload that are drawn one by one: more would push the why out of sight. */
const PODS_MAX = 60;

interface WhySideProps {
  pod: PodRef;
  node: string | null;
  columns: PlacementColumns | null;
  rows: readonly PlacementRow[];
  onClose: () => void;
  onPod: (pod: string, node: string | null) => void;
}

export function WhySide(props: WhySideProps) {
  const beside = useMedia(BESIDE);
  return beside ? <Beside {...props} /> : <Over {...props} />;
}

function Beside({ onClose, ...props }: WhySideProps) {
  const close = useReturn(props.pod, onClose);
  const heading = useRef<HTMLHeadingElement>(null);
  const asked = `${props.pod.namespace}/${props.pod.name}/${props.node ?? ''}`;
  const last = useRef<string | null>(null);
  useEffect(() => {
    // A page that was opened with a why in its address keeps the focus where it is.
    if (last.current !== asked && document.activeElement?.matches('a[data-why]') === true) heading.current?.focus();
    last.current = asked;
  }, [asked]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      close();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [close]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by a keyboard
    <aside className="placement-why" aria-label="Why" tabIndex={0}>
      <Panel {...props} heading={heading} onClose={close} />
    </aside>
  );
}

function Over({ onClose, ...props }: WhySideProps) {
  const close = useReturn(props.pod, onClose);
  const modal = useModal(close);
  return (
    <dialog {...modal} aria-label="Why" className="why-page">
      <Panel {...props} heading={null} onClose={close} />
    </dialog>
  );
}

interface PanelProps extends WhySideProps {
  heading: React.RefObject<HTMLHeadingElement | null> | null;
}

function Panel({ pod, node, columns, rows, heading, onClose, onPod }: PanelProps) {
  const row = useRowOf(pod, rows);
  const archs = useMemo(() => archsByNode(columns), [columns]);
  const archOf = (node: string | null) => (node === null ? null : (archs.get(node) ?? null));
  const isThere = row?.pods.some(({ name }) => name === pod.name) === true;
  return (
    <WhyPanel
      // Another pod is another question: nothing unfolded may stay.
      key={`${pod.namespace}/${pod.name}`}
      pod={pod}
      node={node}
      heading={heading}
      onClose={onClose}
      siblings={
        row === null || (isThere && row.pods.length === 1) ? null : (
          // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: what is clicked is a link in it
          <div
            onClick={(event) => {
              const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-why]') : null;
              if (link?.dataset['why'] === undefined || event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onPod(link.dataset['why'], null);
            }}
          >
            {isThere ? (
              <PodLinks
                namespace={row.namespace}
                pods={row.pods}
                most={PODS_MAX}
                selected={pod.name}
                archOf={archOf}
                tabIndex={() => undefined}
              />
            ) : (
              <Successors namespace={row.namespace} pods={row.pods} archOf={archOf} />
            )}
          </div>
        )
      }
    />
  );
}

function archsByNode(columns: PlacementColumns | null): ReadonlyMap<string, string> {
  const groups = columns?.architectures ?? [];
  return new Map(groups.flatMap(({ arch, nodes }) => nodes.map(({ name }) => [name, arch] as const)));
}

/** The row of the pod's workload: also when the pod has gone, as long as the page has seen it there. */
function useRowOf(pod: PodRef, rows: readonly PlacementRow[]): PlacementRow | null {
  const asked = `${pod.namespace}/${pod.name}`;
  const [seen, setSeen] = useState({ pod: '', row: '' });
  const row = rows.find(
    ({ namespace, pods }) => namespace === pod.namespace && pods.some(({ name }) => name === pod.name),
  );
  if (row !== undefined && (seen.pod !== asked || seen.row !== workloadKey(row))) {
    setSeen({ pod: asked, row: workloadKey(row) });
  }
  if (row !== undefined) return row;
  return rows.find((known) => seen.pod === asked && workloadKey(known) === seen.row) ?? null;
}

/** Closing gives the focus back to the pod that was asked about. */
function useReturn({ namespace, name }: PodRef, onClose: () => void): () => void {
  return useCallback(() => {
    onClose();
    const link = document.querySelector<HTMLElement>(
      `.placement-table a[data-why="${CSS.escape(`${namespace}/${name}`)}"]`,
    );
    requestAnimationFrame(() => link?.focus());
  }, [namespace, name, onClose]);
}

/** True on the server: there is room on most screens, and the styles put it over the page where there is none. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => true,
  );
}
