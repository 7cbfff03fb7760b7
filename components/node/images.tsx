// Images the kubelet holds: what starts here without a pull.
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import { formatSize } from '#lib/format/memory.ts';
import type { ImageView } from '#lib/model/node/node-view.ts';

const COLUMNS: readonly Column<ImageView>[] = [
  {
    title: 'image',
    cell: (image) => <span className="font-mono break-all">{nameOf(image)}</span>,
    className: 'cell-main',
  },
  {
    title: 'size',
    cell: (image) => (image.sizeBytes === null ? 'not reported' : formatSize(image.sizeBytes)),
    className: 'cell-plain whitespace-nowrap',
  },
];

export function Images({ images }: { images: readonly ImageView[] }) {
  return (
    <Section id="images" title="Images" note={images.length > 0 ? `${images.length} cached` : undefined}>
      <DataTable
        label="Cached images"
        columns={COLUMNS}
        rows={images}
        rowKey={nameOf}
        empty="The kubelet reports no images."
      />
    </Section>
  );
}

/** The name with a tag: the one with a digest says the same to nobody. */
function nameOf({ names }: ImageView): string {
  return names.find((name) => !name.includes('@')) ?? names[0] ?? 'without a name';
}
