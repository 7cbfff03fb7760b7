'use client';
// Opens a <dialog> as the browser's own modal for as long as it is on the page; focus goes back where it was.
import { type RefObject, useLayoutEffect, useRef } from 'react';

interface Modal {
  ref: RefObject<HTMLDialogElement | null>;
  onClose: () => void;
}

/** `onClose` is called when the reader closes it (Escape, a button), not when the page takes it away. */
export function useModal(onClose: () => void): Modal {
  const ref = useRef<HTMLDialogElement>(null);
  // A layout effect is undone while the element is still in the document: only then does closing give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  // The event comes late: by then the dialog may have been opened again.
  return { ref, onClose: () => (ref.current?.open === false ? onClose() : undefined) };
}
