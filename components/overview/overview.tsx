'use client';
// The overview: the rack by architecture, live.
import { useMemo } from 'react';
import { shelvesOf } from '#lib/model/overview/shelves.ts';
import { boardsOf, clusterOf } from '#lib/queries/overview-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { densityOf } from './density.ts';
import { Hero } from './hero.tsx';
import { NothingToShow } from './nothing-to-show.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';
import { Shelf } from './shelf.tsx';
import { SourceNotes } from './source-notes.tsx';

export function Overview() {
  const { data, error } = useTopic('overview');
  const boards = useMemo(() => (data === undefined ? [] : boardsOf(data.rows)), [data]);
  const shelves = useMemo(() => shelvesOf(boards), [boards]);
  if (data === undefined) return error === null ? <OverviewSkeleton /> : <NothingToShow cluster={null} error={error} />;
  const cluster = clusterOf(data.rows);
  if (boards.length === 0) return <NothingToShow cluster={cluster} error={null} />;
  const density = densityOf(boards.length);
  return (
    <>
      <Hero cluster={cluster} boards={boards} archCount={shelves.length} />
      {cluster === null ? null : <SourceNotes sources={cluster.sources} />}
      {shelves.map((shelf) => (
        <Shelf key={shelf.arch} shelf={shelf} density={density} />
      ))}
    </>
  );
}
