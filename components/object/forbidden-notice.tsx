'use client';
// A page has nothing to show, as its objects may not be read: the verb that is missing, and what grants it.
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import { grantCommands } from './grant-commands.ts';

interface ForbiddenNoticeProps {
  title: string;
  source: Extract<SourceView, { state: 'forbidden' }>;
}

export function ForbiddenNotice({ title, source }: ForbiddenNoticeProps) {
  return (
    <Notice title={title} kind="trouble">
      <p>
        The user of this kubeconfig lacks <code>{source.verb}</code> on <code>{source.resource}</code>. A cluster
        administrator can grant it; NAME is what <code>kubectl auth whoami</code> says with this kubeconfig:
      </p>
      <div className="mt-3">
        <Command text={grantCommands(source.resource)} />
      </div>
    </Notice>
  );
}
