// The architectures an image runs on, each with its sign, its name, and its variants where there are any.
import { Glyph } from '#components/boards/glyph.tsx';
import type { ArchVariants, ImageRowView } from '#lib/model/images/image-view.ts';

interface PlatformGlyphsProps {
  platforms: readonly ArchVariants[] | null;
  source: ImageRowView['source'];
}

export function PlatformGlyphs({ platforms, source }: PlatformGlyphsProps) {
  if (platforms === null) return <p>? not known</p>;
  if (platforms.length === 0) return <p>none</p>;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1" aria-label={source === 'evidence' ? 'Seen to work on' : 'Runs on'}>
      {platforms.map(({ arch, variants }) => (
        <li key={arch} className="flex items-center gap-1 whitespace-nowrap">
          <Glyph arch={arch} size={14} />
          {arch}
          {variants.length === 0 ? null : <span className="text-ink-2">{variants.join(' ')}</span>}
        </li>
      ))}
      {source === 'evidence' ? <li className="text-ink-2">perhaps more</li> : null}
    </ul>
  );
}
