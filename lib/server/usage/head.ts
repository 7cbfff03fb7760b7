import 'server-only';
// Row `head` of the topics of use: which sources there are, and what each is used for.
import type { LiveUsageSource } from '#lib/kube/index.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import type { FoundSource, UsageHeadView } from '#lib/model/usage/usage-view.ts';
import { type History, MEMORY, MEMORY_TITLE } from './history.ts';
import type { SourceChoice } from './source-choice.ts';

export interface HeadParts {
  live: LiveUsageSource;
  /** Of its newest measurement. */
  at: string | null;
  state: SourceView;
  history: History;
  choice: SourceChoice;
}

export function headView({ live, at, state, history, choice }: HeadParts): UsageHeadView {
  const remembering = history.source(null);
  const found: FoundSource[] = choice.found.map((source) => {
    const isLive = source.live !== null && source.title === live.title;
    const isHistory = source.history !== null && source.history === remembering;
    const reason = choice.trouble === null ? source.outcome : `${source.outcome} (${choice.trouble})`;
    return {
      kind: source.kind,
      title: source.title,
      use: usedFor(isLive, isHistory),
      graphs: source.history !== null && source.history === history.source(source.kind),
      reason,
    };
  });
  if (history.source(MEMORY) !== null) {
    const use = usedFor(false, remembering === MEMORY);
    found.push({ kind: MEMORY, title: MEMORY_TITLE, use, graphs: true, reason: 'keeps what it saw since it started' });
  }
  return {
    live: { kind: live.kind, title: live.title, at, resolutionSeconds: live.resolutionMs / 1_000, state },
    history: history.line(remembering),
    found,
  };
}

function usedFor(isLive: boolean, isHistory: boolean): FoundSource['use'] {
  if (isLive) return isHistory ? 'live and history' : 'live';
  return isHistory ? 'history' : 'not used';
}
