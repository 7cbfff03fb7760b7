'use client';
// Above a table: its filter, its own choices, and the kubectl line that prints the same.
import type { ReactNode } from 'react';
import { Command } from '#components/ui/command.tsx';
import { topNodeCommand, topPodCommand } from '#lib/model/usage/top-command.ts';
import type { UsageQuery } from '#lib/model/usage/usage-query.ts';
import { UsageFilters } from './usage-filters.tsx';

interface TableBarProps {
  query: UsageQuery;
  archs: readonly string[];
  namespaces: readonly string[] | null;
  /** Which table this is, among the others. */
  tabs: ReactNode;
  children?: ReactNode;
}

export function TableBar({ query, archs, namespaces, tabs, children }: TableBarProps) {
  return (
    <div className="usage-bar">
      {tabs}
      <UsageFilters archs={archs} namespaces={namespaces} />
      {children}
      <div className="usage-command">
        <Command text={namespaces === null ? topNodeCommand(query) : topPodCommand(query)} />
      </div>
    </div>
  );
}
