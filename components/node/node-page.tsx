'use client';
// One node, live: its board, what it is, what keeps pods off it, what runs on it, what happened.
import Link from 'next/link';
import { useMemo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { BoardCard } from '#components/boards/board-card.tsx';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { nodeRowsOf } from '#lib/queries/node-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { Conditions } from './conditions.tsx';
import { Events } from './events.tsx';
import { Hardware } from './hardware.tsx';
import { Images } from './images.tsx';
import { Labels } from './labels.tsx';
import { missingVerb } from './missing-verb.ts';
import { NodeHead } from './node-head.tsx';
import { NodeSkeleton } from './node-skeleton.tsx';
import { Pods } from './pods.tsx';
import { Resources } from './resources.tsx';
import { Taints } from './taints.tsx';
import { Yaml } from './yaml.tsx';

export function NodePage({ name }: { name: string }) {
  const { data, error } = useTopic(`node/${name}`);
  const rows = useMemo(() => (data === undefined ? null : nodeRowsOf(data.rows)), [data]);
  if (rows === null) {
    return error === null ? (
      <NodeSkeleton name={name} />
    ) : (
      <Notice title={`${name} could not be loaded`} kind="trouble">
        <p>{error.message}</p>
      </Notice>
    );
  }
  const { node, pods, events, sources } = rows;
  if (node === null) {
    if (sources.nodes?.state === 'forbidden') return <ForbiddenNode name={name} missing={sources.nodes} />;
    if (sources.nodes?.state !== 'live') return <NodeSkeleton name={name} />;
    return (
      <Notice title={`${name} is not in the cluster any more`}>
        <p>The node was deleted. It comes back here by itself when it joins again under the same name.</p>
        <p className="mt-2">
          <Link href="/" className="text-ink underline">
            To the overview
          </Link>
        </p>
      </Notice>
    );
  }
  return (
    <article className={`pb-16 ${archClass(node.arch)}`}>
      <NodeHead node={node} />
      <SourceNotes sources={sources} />
      <div className="node-columns">
        <div className="node-aside">
          <div className="node-board">
            <BoardCard board={node} linked={false} />
            <Hardware node={node} />
          </div>
        </div>
        <div className="min-w-0">
          <Resources node={node} />
          <Taints node={node} />
          <Conditions node={node} />
          <Pods pods={pods} readable={node.podCount !== null} missing={missingVerb(sources.pods)} />
          <Events events={events} missing={missingVerb(sources.events)} />
          <Images images={node.images} />
          <Labels labels={node.labels} annotations={node.annotations} />
          <Yaml name={node.name} />
        </div>
      </div>
    </article>
  );
}

function ForbiddenNode({ name, missing }: { name: string; missing: { verb: string; resource: string } }) {
  return (
    <Notice title={`${name} may not be read`} kind="trouble">
      <p>
        The user of this kubeconfig lacks <code>{missing.verb}</code> on <code>{missing.resource}</code>.
      </p>
    </Notice>
  );
}
