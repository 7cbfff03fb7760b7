'use client';
// A question that must be answered before the page goes on: the browser's own modal dialog, with its focus and Escape.
import { type ReactNode, useId } from 'react';
import { useModal } from './use-modal.ts';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const modal = useModal(onClose);
  const titleId = useId();
  return (
    <dialog
      {...modal}
      aria-labelledby={titleId}
      className="mt-[min(10vh,80px)] mb-auto max-h-[calc(100dvh-min(10vh,80px)-16px)] w-140 overflow-y-auto rounded border border-ink"
    >
      <div className="flex flex-col gap-4 p-4 sm:p-6">
        <h2 id={titleId} className="text-24 font-semibold tracking-tight">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
