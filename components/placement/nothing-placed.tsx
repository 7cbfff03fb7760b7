'use client';
// Why there is no table on the page, and what to do about it.
import { NotAnsweredYet } from '#components/overview/not-answered-yet.tsx';
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { PlacementColumns, PlacementSources } from '#lib/model/placement/placement-view.ts';
import { PlacementSkeleton } from './placement-skeleton.tsx';

interface NothingPlacedProps {
  columns: PlacementColumns | null;
  sources: PlacementSources;
  error: Error | null;
}

export function NothingPlaced({ columns, sources, error }: NothingPlacedProps) {
  if (error !== null) {
    return (
      <Notice title="The placement could not be loaded" kind="trouble">
        <p>{error.message}</p>
        <p>It is asked for again as soon as the server answers.</p>
      </Notice>
    );
  }
  const missing = ['nodes', 'pods'].map((name) => sources[name]).find((source) => source?.state === 'forbidden');
  if (missing?.state === 'forbidden') {
    return (
      <Notice title={`The ${missing.resource} may not be read`} kind="trouble">
        <p>
          The user of this kubeconfig lacks <code>{missing.verb}</code> on <code>{missing.resource}</code>: without it
          nobody can say what runs where.
        </p>
      </Notice>
    );
  }
  if (sources['pods']?.state === 'live' && columns !== null) {
    return (
      <Notice title="Nothing runs here yet">
        <p>This cluster has no workloads. Start one; it appears here by itself.</p>
        <div className="mt-3">
          <Command text="kubectl create deployment hello --image=nginx" />
        </div>
      </Notice>
    );
  }
  return <NotAnsweredYet otherwise={<PlacementSkeleton />} />;
}
