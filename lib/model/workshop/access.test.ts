import { describe, expect, it } from 'vitest';
import { type AccessAnswer, type AccessAsk, accessTo } from './access.ts';
import { known, notKnown } from './known.ts';

const ASK: AccessAsk = { verb: 'create', group: 'apps', resource: 'deployments', namespace: 'demo', name: 'web' };
const NOWHERE: AccessAnswer = { ...ASK, namespace: null, name: null, allowed: false };

describe('accessTo', () => {
  it.each<[string, readonly AccessAnswer[], string[], boolean]>([
    ['allowed', [{ ...ASK, allowed: true }], [], false],
    ['refused', [{ ...ASK, allowed: false }], ['create deployments.apps web in demo'], false],
    ['allowed for the namespace', [NOWHERE, { ...ASK, name: null, allowed: true }], [], false],
    ['refused everywhere, and never asked here', [NOWHERE], [], true],
    ['asked about another namespace only', [{ ...ASK, namespace: 'other', allowed: true }], [], true],
    ['never asked', [], [], true],
    ['refused together with everything', [{ ...NOWHERE, verb: '*', group: '*', resource: '*' }], [], true],
  ])('where it was %s', (_what, answers, missing, isUnknown) => {
    const found = accessTo([ASK], known(answers));
    expect([found.missing, found.unknown !== null]).toEqual([missing, isUnknown]);
  });

  it('puts verbs together', () => {
    const both = (['get', 'patch'] as const).map((verb) => ({ ...ASK, verb }));
    const { missing } = accessTo(both, known(both.map((ask) => ({ ...ask, allowed: false }))));
    expect(missing).toEqual(['get and patch deployments.apps web in demo']);
  });

  it('is not known where nobody could ask', () => {
    expect(accessTo([ASK], notKnown('no answer'))).toEqual({ missing: [], unknown: 'no answer' });
  });
});
