'use client';
// Every image in use, live: what it runs on and how we know, who uses it, and where it cannot run but may be put.
import { useMemo } from 'react';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { formatCount } from '#lib/format/count.ts';
import { compareText } from '#lib/model/compare-text.ts';
import { filteredImages } from '#lib/model/images/image-filter.ts';
import type { ImageSources, ImageTotals } from '#lib/model/images/image-view.ts';
import { IMAGES_TOPIC, imagesOf } from '#lib/queries/image-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { ImageFilters } from './image-filters.tsx';
import { ImageTable } from './image-table.tsx';
import { ImagesSkeleton } from './images-skeleton.tsx';
import { PinYamlButton } from './pin-yaml-button.tsx';
import { useImageUrl } from './use-image-url.ts';

export function ImagesPage() {
  const { data, error } = useTopic(IMAGES_TOPIC);
  const { totals, rows, sources } = useMemo(() => imagesOf(data?.rows ?? {}), [data]);
  const { filter, change } = useImageUrl();
  const shown = useMemo(() => filteredImages(rows, filter), [rows, filter]);
  const archs = useMemo(() => {
    return [...new Set(rows.flatMap(({ platforms }) => platforms?.map(({ arch }) => arch) ?? []))].sort(compareText);
  }, [rows]);
  if (error !== null && totals === null) {
    return (
      <Notice title="The images could not be loaded" kind="trouble">
        <p>{error.message}</p>
        <p>They are asked for again as soon as the server answers.</p>
      </Notice>
    );
  }
  if (totals === null) return <ImagesSkeleton />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-4 sm:px-6">
        <h1 className="text-24 font-semibold tracking-tight">Images</h1>
        <p className="text-ink-2">{totalsText(totals)}</p>
        <div className="flex grow flex-wrap justify-end gap-2">
          <ImageFilters filter={filter} archs={archs} onChange={change} />
          <PinYamlButton />
        </div>
      </div>
      <SourceNotes sources={sources} />
      {rows.length === 0 ? (
        <NoImages totals={totals} sources={sources} />
      ) : (
        <div className="border-t border-line px-4 pb-6 sm:px-6">
          <ImageTable
            rows={shown}
            empty={`None of ${formatCount(rows.length, 'image')} is like that: drop a part of the filter.`}
          />
          {totals.left > 0 ? (
            <p className="mt-3 text-ink-2">{formatCount(totals.left, 'more image')} not shown.</p>
          ) : null}
        </div>
      )}
    </>
  );
}

function totalsText({ images, fails, mayFail, unknown }: ImageTotals): string {
  const parts = [
    formatCount(images, 'image'),
    fails > 0 ? `${fails} failing for ${fails === 1 ? 'its' : 'their'} architecture` : '',
    mayFail > 0 ? `${mayFail} may be put where it cannot run` : '',
    unknown > 0 ? `${unknown} of unknown platforms` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

function NoImages({ totals, sources }: { totals: ImageTotals; sources: ImageSources }) {
  const pods = sources['pods'];
  if (pods?.state === 'forbidden') {
    return (
      <Notice title="The pods may not be read" kind="trouble">
        <p>
          The user of this kubeconfig lacks <code>{pods.verb}</code> on <code>{pods.resource}</code>: without it nobody
          can say which images are in use.
        </p>
      </Notice>
    );
  }
  if (!totals.podsKnown) {
    return (
      <Notice title="Pods are not known yet">
        <p>Images appear as soon as the cluster has answered.</p>
      </Notice>
    );
  }
  return (
    <Notice title="No image is in use">
      <p>This cluster runs no pods. The images of the first one appear here by themselves.</p>
    </Notice>
  );
}
