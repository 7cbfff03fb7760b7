'use client';
// Jump to a board, or to a step of the workshop: type a part of its name, its architecture or what it is.
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useId, useState } from 'react';
import { Glyph } from '#components/boards/glyph.tsx';
import { useModal } from '#components/ui/use-modal.ts';
import { boardsOf } from '#lib/queries/overview-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { findPlaces, type Place } from './find-places.ts';

/** A list longer than this is not read but narrowed. */
const SHOWN_MAX = 12;

export function Palette({ onClose }: { onClose: () => void }) {
  const modal = useModal(onClose);
  const listId = useId();
  const router = useRouter();
  const topic = useTopic('overview');
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);

  const found = findPlaces(topic.data === undefined ? [] : boardsOf(topic.data.rows), text);
  const shown = found.slice(0, SHOWN_MAX);
  const go = (place: Place | undefined): void => {
    if (place === undefined) return;
    onClose();
    router.push(place.href);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') go(shown[active]);
    if (step === 0 || shown.length === 0) return;
    event.preventDefault();
    setActive((active + step + shown.length) % shown.length);
  };

  return (
    <dialog {...modal} aria-label="Find" className="mt-[12vh] w-120 rounded border border-ink">
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[active] === undefined ? undefined : `${listId}-${active}`}
        aria-label="Find a board by name, architecture or kind, or a step of the workshop"
        placeholder="Board, architecture, kind or step"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKey}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-16 outline-none placeholder:text-ink-2"
      />
      <div role="listbox" id={listId} aria-label="Found" className="py-1">
        {shown.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and its keys; this is for a pointer
          <div
            key={place.href}
            role="option"
            id={`${listId}-${index}`}
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => go(place)}
            onPointerMove={() => setActive(index)}
            className="flex h-8 cursor-pointer items-center gap-3 px-4 aria-selected:bg-bench"
          >
            {place.arch === null ? (
              <span aria-hidden="true" className="w-3.5 text-center text-ink-2">
                →
              </span>
            ) : (
              <Glyph arch={place.arch} size={14} />
            )}
            <span className={place.arch === null ? 'font-medium' : 'font-mono font-medium'}>{place.name}</span>
            <span className="truncate text-ink-2">{place.words}</span>
            <span className="ml-auto shrink-0 text-error">{place.isDown ? '✕ NotReady' : ''}</span>
          </div>
        ))}
      </div>
      <p className="border-t border-line px-4 py-2 text-ink-2" aria-live="polite">
        {found.length === 0 ? 'Nothing is called that.' : `${found.length} found`}
        {found.length > SHOWN_MAX ? `, the first ${SHOWN_MAX} shown: type more to narrow` : ''}
      </p>
    </dialog>
  );
}
