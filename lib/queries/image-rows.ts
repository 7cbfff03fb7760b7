// Rows of the topics `images` and `doctor/<namespace>/<pod>`, read back as what they are: lib/model/images is the contract.
import type { DiagnosisView } from '#lib/model/images/doctor-view.ts';
import type { ImageRowView, ImageSources, ImageTotals } from '#lib/model/images/image-view.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import type { Rows, TopicName } from '#lib/model/stream.ts';

export const IMAGES_TOPIC: TopicName = 'images';

const ROW_PREFIX = 'image/';

export interface ImageRows {
  totals: ImageTotals | null;
  rows: readonly ImageRowView[];
  sources: ImageSources;
}

export function imagesOf(rows: Rows): ImageRows {
  const found: ImageRowView[] = [];
  for (const key in rows) if (key.startsWith(ROW_PREFIX)) found.push(rows[key] as ImageRowView);
  return {
    totals: (rows['totals'] as ImageTotals | undefined) ?? null,
    rows: found,
    sources: (rows['sources'] as ImageSources | undefined) ?? {},
  };
}

export function doctorTopic({ namespace, name }: PodRef): TopicName {
  return `doctor/${namespace}/${name}`;
}

/** Null where nothing is wrong with its architecture. */
export function diagnosisOf(rows: Rows): DiagnosisView | null {
  return (rows['diagnosis'] as DiagnosisView | undefined) ?? null;
}
