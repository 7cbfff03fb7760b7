import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { ChainHealth, HopState, HopView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { Verdict } from './verdict.tsx';

function hop(title: string, state: HopState, words: string | null): HopView {
  const trouble = words === null ? null : { words, next: `mend ${title}`, kubectl: `kubectl get ${title}` };
  return {
    name: 'metric',
    metric: 0,
    title,
    state,
    value: null,
    detail: '',
    trouble,
    proof: null,
    at: null,
    latencyMs: null,
  };
}

function textOf(health: ChainHealth, hops: readonly HopView[]): string {
  return renderToStaticMarkup(<Verdict health={health} hops={hops} />)
    .replace(/<svg.*?<\/svg>|<button.*?<\/button>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('what a chain comes to', () => {
  test.each([
    {
      name: 'the first broken hop is named, not what is broken behind it',
      hops: [
        hop('app', 'ok', null),
        hop('adapter', 'broken', 'does not answer'),
        hop('metric', 'broken', 'is missing'),
      ],
      text: 'at a limit: Does not answer. Mend adapter. kubectl get adapter',
    },
    {
      name: 'a broken hop comes before a limit, wherever they stand',
      hops: [hop('autoscaler', 'limited', 'at its maximum'), hop('pods', 'broken', 'have no room')],
      text: 'at a limit: Have no room. Mend pods. kubectl get pods',
    },
    {
      name: 'what could not be looked at is said where nothing is wrong',
      hops: [hop('adapter', 'unknown', 'may not be read'), hop('pods', 'ok', null)],
      text: 'at a limit: May not be read. Mend adapter. kubectl get adapter',
    },
    {
      name: 'a chain in order has its sentence alone',
      hops: [hop('pods', 'ok', null)],
      text: 'at a limit: 41 wanted.',
    },
  ])('$name', ({ hops, text }) => expect(textOf({ state: 'limited', words: '41 wanted' }, hops)).toBe(text));

  test('leads to the page of ours that helps', () => {
    const pods = hop('pods', 'broken', 'find no board');
    const next = 'See what would make room: /placement?why=shop/web-1.';
    const hops = [{ ...pods, trouble: { words: 'find no board', next, kubectl: null } }];
    const html = renderToStaticMarkup(<Verdict health={{ state: 'broken', words: '' }} hops={hops} />);
    expect(html).toMatch(/<a [^>]*href="\/placement\?why=shop\/web-1"[^>]*>See what would make room<\/a>/);
  });
});
