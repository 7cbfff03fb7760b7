'use client';
// One node, live: its board, what it is, what keeps pods off it, what runs on it, what happened.
import Link from 'next/link';
import { useMemo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { BoardCard } from '#components/boards/board-card.tsx';
import { DrainPanel } from '#components/drain/drain-panel.tsx';
import { Conditions } from '#components/object/conditions.tsx';
import { Events } from '#components/object/events.tsx';
import { Labels } from '#components/object/labels.tsx';
import { missingVerb } from '#components/object/missing-verb.ts';
import { Yaml } from '#components/object/yaml.tsx';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { nodeRowsOf, nodeTopic } from '#lib/queries/node-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { Hardware } from './hardware.tsx';
import { Images } from './images.tsx';
import { NodeHead } from './node-head.tsx';
import { NodeSkeleton } from './node-skeleton.tsx';
import { Pods } from './pods.tsx';
import { Resources } from './resources.tsx';
import { Taints } from './taints.tsx';

export function NodePage({ name }: { name: string }) {
  const { data, error } = useTopic(nodeTopic(name));
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
  const { node, pods, events, spark, sources } = rows;
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
      <DrainPanel node={node.name} cordoned={node.cordoned} />
      <div className="node-columns">
        <div className="node-aside">
          <div className="node-board">
            <BoardCard board={node} linked={false} />
            <Hardware node={node} />
          </div>
        </div>
        <div className="min-w-0">
          <Resources node={node} spark={spark} />
          <Taints node={node} />
          <Conditions conditions={node.conditions} empty="The kubelet has not reported any condition." />
          <Pods pods={pods} readable={node.podCount !== null} missing={missingVerb(sources.pods)} />
          <Events label="Events of this node and its pods" events={events} missing={missingVerb(sources.events)} />
          <Images images={node.images} />
          <Labels labels={node.labels} annotations={node.annotations} />
          <Yaml name={node.name} path={`api/v1/nodes/${node.name}`} command={`kubectl get node ${node.name} -o yaml`} />
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
