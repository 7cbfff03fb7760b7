'use client';
// The images of a component, what they run on, and which boards of this cluster they cannot run on.
import { useMemo } from 'react';
import { PlatformGlyphs } from '#components/images/platform-glyphs.tsx';
import { archVariants } from '#lib/model/images/image-row.ts';
import { listed } from '#lib/model/what-if/listed.ts';
import { boardsOf } from '#lib/queries/overview-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { parsePlatform } from '#lib/rules/images/platform.ts';
import type { StackImage } from '#lib/stack/component.ts';

export function ComponentImages({ images }: { images: readonly StackImage[] }) {
  const { data } = useTopic('overview');
  const boards = useMemo(() => (data === undefined ? [] : boardsOf(data.rows)), [data]);
  return (
    <ul>
      {images.map((image) => {
        const platforms = archVariants(image.platforms.flatMap((text) => parsePlatform(text) ?? []));
        const without = boards.filter(({ arch }) => !platforms.some((one) => one.arch === arch));
        return (
          <li key={image.reference} className="workshop-image">
            <code className="break-all">{image.reference}</code>
            <PlatformGlyphs platforms={platforms} source="registry" />
            <p className="text-ink-2">
              {image.readAt === null ? 'Not checked at its registry, but taken from: ' : `Read on ${image.readAt}: `}
              {image.source}
            </p>
            {without.length === 0 ? null : (
              <p>Not made for {listed(without.map(({ name, arch }) => `${name} (${arch})`))}.</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
