// Which images are shown, in which order: worst first.
import { compareText } from '../compare-text.ts';
import type { ImageRowView } from './image-view.ts';

export const SHOW_FILTERS = ['trouble', 'unknown'] as const;
export type ShowFilter = (typeof SHOW_FILTERS)[number];

export interface ImageFilter {
  text: string;
  /** An architecture it runs on; '' for any. */
  arch: string;
  show: ShowFilter | '';
}

export function imageFilterOf(query: { get(name: string): string | null }): ImageFilter {
  const show = SHOW_FILTERS.find((one) => one === query.get('show')) ?? '';
  return { text: query.get('text') ?? '', arch: query.get('arch') ?? '', show };
}

export function filteredImages(rows: readonly ImageRowView[], filter: ImageFilter): ImageRowView[] {
  const text = filter.text.trim().toLowerCase();
  return rows
    .filter((row) => text === '' || textOf(row).includes(text))
    .filter(({ platforms }) => filter.arch === '' || platforms?.some(({ arch }) => arch === filter.arch) === true)
    .filter(({ problem, source }) => {
      if (filter.show === 'trouble') return problem !== null;
      return filter.show === '' || source === 'unknown';
    })
    .sort((a, b) => rank(a) - rank(b) || compareText(a.image, b.image));
}

function textOf({ image, users }: ImageRowView): string {
  return [image, ...users.map(({ namespace, name }) => `${namespace}/${name}`)].join(' ').toLowerCase();
}

function rank({ problem, source }: ImageRowView): number {
  if (problem?.kind === 'fails') return 0;
  if (problem?.kind === 'may-fail') return 1;
  return source === 'registry' ? 3 : 2;
}
