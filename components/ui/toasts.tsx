'use client';
// What was just done, with the way back. It stays until it is sent away: whoever needs longer has it.
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { Button } from './button.tsx';

export interface Toast {
  text: string;
  /** What takes it back; null where there is nothing to take back. */
  undo: (() => void) | null;
  kind?: 'done' | 'trouble';
}

/** Older ones make room. */
const SHOWN_MAX = 3;

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (show === null) throw new Error('useToast needs a ToastProvider above it: see app/(console)/layout.tsx.');
  return show;
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);
  const show = useCallback((toast: Toast) => {
    setToasts((now) => [...now, { ...toast, id: (now.at(-1)?.id ?? 0) + 1 }].slice(-SHOWN_MAX));
  }, []);
  const remove = (id: number): void => setToasts((now) => now.filter((toast) => toast.id !== id));
  return (
    <ToastContext value={show}>
      {children}
      <section
        aria-label="What was done"
        aria-live="polite"
        className="fixed right-4 bottom-4 left-4 z-10 flex flex-col items-end gap-2 empty:hidden"
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className="appear flex max-w-full items-center gap-3 rounded border border-ink bg-paper py-2 pr-2 pl-4"
          >
            <span className={toast.kind === 'trouble' ? 'font-medium text-error' : ''}>{toast.text}</span>
            {toast.undo === null ? null : (
              <Button
                onClick={() => {
                  remove(toast.id);
                  toast.undo?.();
                }}
              >
                Undo
              </Button>
            )}
            <button
              type="button"
              aria-label="Dismiss"
              onClick={() => remove(toast.id)}
              className="size-8 text-ink-2 hover:text-ink"
            >
              ✕
            </button>
          </div>
        ))}
      </section>
    </ToastContext>
  );
}
