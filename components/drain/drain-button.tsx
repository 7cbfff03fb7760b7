'use client';
// Asks what draining a node would do, before anything is done.
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { DrainView } from '#lib/model/drain/drain-view.ts';
import { drainTopic } from '#lib/queries/drain.ts';
import { useTopicRow } from '#lib/queries/use-topic.ts';

const DrainDialog = dynamic(() => import('./drain-dialog.tsx').then((module) => module.DrainDialog), { ssr: false });

export function DrainButton({ node }: { node: string }) {
  const [asked, setAsked] = useState(false);
  const isRunning = useTopicRow<DrainView>(drainTopic(node), 'drain')?.state === 'running';
  return (
    <>
      <Button
        disabled={isRunning}
        title={isRunning ? `${node} is being drained` : undefined}
        onClick={() => setAsked(true)}
      >
        Drain
      </Button>
      {asked ? <DrainDialog node={node} onClose={() => setAsked(false)} /> : null}
    </>
  );
}
