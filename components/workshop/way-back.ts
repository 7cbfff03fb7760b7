'use client';
// Where the keyboard goes once a dialog of the workshop is closed. The browser leads it back to what opened it; where that
// is gone or does nothing any more, as something was begun, it goes to what is going on.
import { useCallback, useEffect, useRef } from 'react';

export const RUN_HEADING_ID = 'workshop-run-heading';

export function focusRun(): void {
  document.getElementById(RUN_HEADING_ID)?.focus();
}

/** For what is in the page while a dialog is open. To be called once what it asks for has begun. */
export function useWayBack(): () => void {
  const hasBegun = useRef(false);
  useEffect(() => {
    // Undone when the dialog has been closed, and the browser has put the focus where it can.
    return () => {
      if (hasBegun.current || document.activeElement === document.body) focusRun();
    };
  }, []);
  return useCallback(() => {
    hasBegun.current = true;
  }, []);
}
