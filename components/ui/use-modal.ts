'use client';
// Opens a <dialog> as the browser's own modal for as long as it is on the page; focus goes back where it was.
import { type RefObject, useLayoutEffect, useRef } from 'react';

interface Modal {
  ref: RefObject<HTMLDialogElement | null>;
  onClose: () => void;
}

const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** `onClose` is called when the reader closes it (Escape, a button), not when the page takes it away. */
export function useModal(onClose: () => void): Modal {
  const ref = useRef<HTMLDialogElement>(null);
  // A layout effect is undone while the element is still in the document: only then does closing give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.addEventListener('keydown', goRound);
    return () => {
      dialog?.removeEventListener('keydown', goRound);
      dialog?.close();
    };
  }, []);
  // The event comes late: by then the dialog may have been opened again.
  return { ref, onClose: () => (ref.current?.open === false ? onClose() : undefined) };
}

/** Tab leads from the last back to the first: by the browser's own way it leaves the page once a round. */
function goRound(event: KeyboardEvent): void {
  const dialog = event.currentTarget;
  if (event.key !== 'Tab' || event.defaultPrevented || !(dialog instanceof HTMLElement)) return;
  const stops = [...dialog.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) => stop.tabIndex >= 0 && !stop.matches(':disabled') && stop.checkVisibility(),
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const here = document.activeElement;
  const isAtEnd = event.shiftKey ? here === first || here === dialog : here === last;
  if (!isAtEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
