// The workshop by an account that has just what deploy/rbac.yaml and deploy/workshop-rbac.yaml give.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStatusError } from '#lib/kube/index.ts';
import { deployedAccount } from '#test/support/deployed-account.ts';
import { Classroom, type Operator, WHOLE } from '#test/support/workshop-on-cluster.ts';

const TEST_MS = 120_000;
const RUN_MS = 90_000;
/** What would let one do more than look: how a kubelet is configured is asked of the boards, a Heapster of its Service. */
const NOT_GIVEN = [
  'GET /api/v1/namespaces/kube-system/services/heapster/proxy/api/v1/model/nodes/',
  'GET /api/v1/nodes/pi3-32/proxy/configz',
];

describe('with the rights of deploy/rbac.yaml', () => {
  let room: Classroom;
  let owner: Operator;

  beforeEach(async () => {
    room = await Classroom.start();
    owner = await room.operator('owner:3000');
  });
  afterEach(() => room.end());

  async function deployed(files: readonly string[]): Promise<{ operator: Operator; refused: Set<string> }> {
    const kubeconfig = await deployedAccount(room.cluster, owner.transport, files);
    const operator = await room.operator('board:3000', kubeconfig);
    const refused = new Set<string>();
    operator.transport.interfere = async ({ method = 'GET', path }, send) => {
      try {
        return await send();
      } catch (error) {
        if (isStatusError(error) && error.code === 403) refused.add(`${method} ${path.replace(/\?.*/, '')}`);
        throw error;
      }
    };
    return { operator, refused };
  }

  it('and deploy/workshop-rbac.yaml all of the workshop can be done and taken back', { timeout: TEST_MS }, async () => {
    const { operator, refused } = await deployed(['rbac.yaml', 'workshop-rbac.yaml']);
    const before = await room.settled();
    await operator.choose(WHOLE);
    await operator.applyRest();
    await operator.rest(RUN_MS);
    expect(await operator.failed()).toEqual([]);
    expect((await operator.run()).rest).toEqual([]);
    expect([...refused].sort()).toEqual(NOT_GIVEN);
    await operator.undoAll();
    await operator.rest(RUN_MS);
    const after = await room.settled();
    expect(after.filter((line) => !before.includes(line))).toEqual([]);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect([...refused].sort()).toEqual(NOT_GIVEN);
  });

  it('alone, how far another is can be seen', { timeout: TEST_MS }, async () => {
    const { operator } = await deployed(['rbac.yaml']);
    await owner.choose({ kubeletInsecureTls: true });
    await owner.applyRest();
    const { doing, heldBy } = await operator.run();
    expect({ does: doing?.does, heldBy }).toEqual({ does: 'apply', heldBy: 'owner:3000' });
    await owner.rest(RUN_MS);
    expect((await operator.run()).undoable).toContain('autoscaler');
  });
});
