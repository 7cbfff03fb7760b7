'use client';
// The server runs another build than this page: say so, and leave the moment to the reader.
import { Button } from '#components/ui/button.tsx';
import { useConnection, useLive } from '#lib/queries/live-context.ts';

export function NewBuild() {
  const { store } = useLive();
  const { build } = useConnection();
  const first = store.firstConnection().build;
  if (build === '' || first === '' || build === first) return null;
  return (
    <div
      role="status"
      className="fixed bottom-4 left-4 z-10 flex items-center gap-4 rounded border border-ink bg-paper py-2 pr-2 pl-4"
    >
      Bramble was updated.
      <Button onClick={() => location.reload()}>Reload</Button>
    </div>
  );
}
