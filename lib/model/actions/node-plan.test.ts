import { describe, expect, it } from 'vitest';
import { type BoardSpec, board, pod } from '../testdata/cluster.ts';
import { PlanError } from './action-plan.ts';
import type { NodeAction, TaintInput } from './node-action.ts';
import { planNodeAction } from './node-plan.ts';

const noExecute: TaintInput = { key: 'maintenance', value: 'tonight', effect: 'NoExecute' };
const noSchedule: TaintInput = { key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' };
const other = { key: 'other', effect: 'NoSchedule' };
const body = (spec: unknown) => ({
  kind: 'patch',
  path: '/api/v1/nodes/pi5',
  type: 'application/merge-patch+json',
  body: { metadata: { resourceVersion: '7' }, spec },
});

function plan(action: NodeAction, spec: BoardSpec = {}, pods = [pod()]) {
  return planNodeAction(board(spec), pods, action);
}

describe('the patch, the command and the way back', () => {
  it.each<[NodeAction, BoardSpec, string, unknown, NodeAction]>([
    [
      { action: 'cordon', node: 'pi5' },
      {},
      'kubectl cordon pi5',
      { unschedulable: true },
      { action: 'uncordon', node: 'pi5' },
    ],
    [
      { action: 'uncordon', node: 'pi5' },
      { unschedulable: true },
      'kubectl uncordon pi5',
      { unschedulable: null },
      { action: 'cordon', node: 'pi5' },
    ],
    [
      { action: 'taint', node: 'pi5', taint: noSchedule },
      { taints: [other] },
      'kubectl taint nodes pi5 kubernetes.io/arch=arm64:NoSchedule',
      { taints: [noSchedule, other] },
      { action: 'untaint', node: 'pi5', taint: noSchedule },
    ],
    [
      { action: 'taint', node: 'pi5', taint: { ...noSchedule, value: '' } },
      {},
      'kubectl taint nodes pi5 kubernetes.io/arch:NoSchedule',
      { taints: [{ key: 'kubernetes.io/arch', effect: 'NoSchedule' }] },
      { action: 'untaint', node: 'pi5', taint: { ...noSchedule, value: '' } },
    ],
    [
      { action: 'taint', node: 'pi5', taint: noSchedule, overwrite: true },
      { taints: [{ ...noSchedule, value: 'old' }] },
      'kubectl taint nodes pi5 kubernetes.io/arch=arm64:NoSchedule --overwrite',
      { taints: [noSchedule] },
      { action: 'taint', node: 'pi5', taint: { ...noSchedule, value: 'old' }, overwrite: true },
    ],
    [
      { action: 'untaint', node: 'pi5', taint: noSchedule },
      { taints: [noSchedule, other] },
      'kubectl taint nodes pi5 kubernetes.io/arch=arm64:NoSchedule-',
      { taints: [other] },
      { action: 'taint', node: 'pi5', taint: noSchedule },
    ],
    [
      // The value of a taint does not matter for removing it; the way back knows the one it had.
      { action: 'untaint', node: 'pi5', taint: { ...noSchedule, value: '' } },
      { taints: [noSchedule] },
      'kubectl taint nodes pi5 kubernetes.io/arch=arm64:NoSchedule-',
      { taints: null },
      { action: 'taint', node: 'pi5', taint: noSchedule },
    ],
  ])('%o on %o', (action, spec, kubectl, patched, undo) => {
    const planned = plan(action, spec);
    expect(planned).toMatchObject({ changes: true, kubectl, write: body(patched), undo });
    expect(planned.effects.length).toBeGreaterThan(0);
  });

  it.each<[NodeAction, BoardSpec, string]>([
    [{ action: 'cordon', node: 'pi5' }, { unschedulable: true }, 'pi5 is already cordoned'],
    [{ action: 'uncordon', node: 'pi5' }, {}, 'pi5 is already schedulable'],
    [
      { action: 'taint', node: 'pi5', taint: noSchedule },
      { taints: [noSchedule] },
      'pi5 already has kubernetes.io/arch=arm64:NoSchedule',
    ],
    [{ action: 'untaint', node: 'pi5', taint: noSchedule }, {}, 'pi5 has no taint kubernetes.io/arch=arm64:NoSchedule'],
  ])('nothing to do: %o on %o', (action, spec, why) => {
    expect(plan(action, spec)).toMatchObject({ changes: false, write: null, effects: [why], undo: null, evicts: [] });
  });

  it('undone twice is where it began', () => {
    const first = plan({ action: 'taint', node: 'pi5', taint: noSchedule });
    const back = plan(first.undo ?? { action: 'cordon', node: 'pi5' }, { taints: [noSchedule] });
    expect(back.undo).toEqual({ action: 'taint', node: 'pi5', taint: noSchedule });
  });
});

describe('what it does to pods', () => {
  const tolerates = (seconds?: number) => [
    { key: 'maintenance', operator: 'Exists', ...(seconds === undefined ? {} : { tolerationSeconds: seconds }) },
  ];
  const pods = [
    pod({ name: 'stranger' }),
    pod({ name: 'patient', tolerations: tolerates(60) }),
    pod({ name: 'native', tolerations: tolerates() }),
    pod({ name: 'static', owner: { kind: 'Node', name: 'pi5' } }),
    pod({ name: 'going', deletionAt: '2017-03-30T12:00:00Z' }),
    pod({ name: 'done', phase: 'Succeeded' }),
  ];

  it('NoExecute evicts who does not tolerate it, the first to leave first', () => {
    const { evicts, effects } = plan({ action: 'taint', node: 'pi5', taint: noExecute }, {}, pods);
    expect(evicts).toEqual([
      { namespace: 'default', name: 'stranger', afterSeconds: 0 },
      { namespace: 'default', name: 'patient', afterSeconds: 60 },
    ]);
    expect(effects).toEqual([
      'adds taint maintenance=tonight:NoExecute to pi5',
      'new pods land there only if they tolerate it',
      'evicts 1 pod at once',
      'evicts 1 pod when their toleration runs out',
    ]);
  });

  it('NoSchedule moves nobody, and says who could not come back', () => {
    const taint: TaintInput = { ...noExecute, key: 'quiet', effect: 'NoSchedule' };
    const { evicts, effects } = plan({ action: 'taint', node: 'pi5', taint }, {}, pods);
    expect(evicts).toEqual([]);
    expect(effects).toContain('3 pods on it do not tolerate it: they stay until they end');
  });
});

describe('refusals', () => {
  it.each<[NodeAction, BoardSpec, string, RegExp]>([
    [
      { action: 'taint', node: 'pi5', taint: { ...noSchedule, key: 'a b' } },
      {},
      'Invalid',
      /^invalid taint: key: name part must consist of/,
    ],
    [
      { action: 'taint', node: 'pi5', taint: { ...noSchedule, key: '' } },
      {},
      'Invalid',
      /key: name part must be non-empty/,
    ],
    [
      { action: 'taint', node: 'pi5', taint: { ...noSchedule, value: 'a/b' } },
      {},
      'Invalid',
      /value: a valid label must be/,
    ],
    [
      { action: 'taint', node: 'pi5', taint: { ...noSchedule, effect: 'Sometimes' as 'NoSchedule' } },
      {},
      'Invalid',
      /effect: must be one of NoSchedule, PreferNoSchedule, NoExecute/,
    ],
    [
      { action: 'taint', node: 'pi5', taint: noSchedule },
      { taints: [{ ...noSchedule, value: 'old' }] },
      'Conflict',
      /^pi5 already has kubernetes.io\/arch=old:NoSchedule: overwrite it to change its value to "arm64"$/,
    ],
    [
      {
        action: 'untaint',
        node: 'pi5',
        taint: { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoExecute' },
      },
      { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] },
      'Invalid',
      /set and removed by Kubernetes itself/,
    ],
  ])('%o on %o', (action, spec, reason, message) => {
    const refusal = refused(action, spec);
    expect(refusal?.reason).toBe(reason);
    expect(refusal?.message).toMatch(message);
  });

  function refused(action: NodeAction, spec: BoardSpec): PlanError | null {
    try {
      plan(action, spec);
      return null;
    } catch (error) {
      if (error instanceof PlanError) return error;
      throw error;
    }
  }
});
