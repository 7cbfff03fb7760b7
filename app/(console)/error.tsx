'use client';

import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

interface ConsoleErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A bug of ours, or a server that could not make the page. The cluster is not touched by it. */
export default function ConsoleError({ error, reset }: ConsoleErrorProps) {
  return (
    <Notice title="This page broke" kind="trouble">
      <p>
        The cluster is not affected. Try again; if it stays, the server's log says more
        {error.digest === undefined ? '' : ` under ${error.digest}`}.
      </p>
      <Button className="mt-3" onClick={reset}>
        Try again
      </Button>
    </Notice>
  );
}
