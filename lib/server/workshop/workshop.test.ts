// The workshop on a simulated classroom: from fresh boards to an app that scales, and back to what was there before.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isStatusError } from '#lib/kube/index.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import type { GateState } from '#lib/model/workshop/gates.ts';
import type { UndoPreview } from '#lib/model/workshop/workshop-request.ts';
import type { RunView, StepDetail, StepRow } from '#lib/model/workshop/workshop-view.ts';
import type { StepId } from '#lib/stack/component.ts';
import { objectsOf } from '#test/support/cluster-objects.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import type { Hub } from '../live/hub.ts';
import { runWorkshopRequest } from './workshop-requests.ts';

const TEST_MS = 120_000;
const RUN_MS = 90_000;
const IDENTITY = 'teacher:3000';
const WHOLE: Partial<WorkshopChoices> = {
  kubeletInsecureTls: true,
  goPublic: true,
  extras: ['influxdb', 'grafana', 'wardle', 'local-path'],
};

describe('the workshop', () => {
  let on: HubOnCluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start({ kind: 'times', factor: 20 }, 'classroom');
    hub = await on.beginSettled(undefined, { identity: IDENTITY });
  });

  afterEach(() => on.end());

  const ask = (body: unknown) => runWorkshopRequest(hub.workshop, body);
  const run = async () => (await rowOf('run')) as RunView;
  const step = async (id: StepId) => (await rowOf(`step/${id}`)) as StepRow;

  /** Once the cluster was looked at. */
  function rowOf(name: string): Promise<unknown> {
    return vi.waitFor(
      async () => {
        const row = (await rowsOf('workshop'))[name];
        expect(row, name).toBeDefined();
        return row;
      },
      { timeout: RUN_MS, interval: 100 },
    );
  }

  async function choose(choices: Partial<WorkshopChoices>): Promise<RunView> {
    await ask({ workshop: 'choose', choices: { ...(await run()).choices, ...choices } });
    return run();
  }

  function untilDone(): Promise<void> {
    return vi.waitFor(async () => expect(await run()).toMatchObject({ doing: null }), {
      timeout: RUN_MS,
      interval: 100,
    });
  }

  async function applyRest(): Promise<void> {
    const { rest, restFingerprint } = await run();
    await ask({ workshop: 'apply', steps: rest, previewed: restFingerprint, ngrokAuthtoken: 'a-token' });
  }

  async function reset(): Promise<void> {
    const { undoable } = await run();
    const preview = (await ask({ workshop: 'preview-undo', steps: undoable })) as UndoPreview;
    // What the steps before take away keeps no namespace.
    expect(preview.steps.flatMap(({ left }) => left).filter(({ what }) => what.startsWith('Namespace '))).toEqual([]);
    const begunMs = Date.now();
    await ask({ workshop: 'undo', steps: undoable, previewed: preview.fingerprint });
    const first = preview.steps[0]?.id ?? 'preflight';
    await vi.waitFor(async () => expect(await step(first)).toMatchObject({ state: 'running' }), { interval: 20 });
    expect(Date.parse((await run()).doing?.startedAt ?? '')).toBeGreaterThanOrEqual(begunMs);
    await untilDone();
  }

  it('goes from fresh boards to an app that scales, and back to just what was there', {
    timeout: TEST_MS,
  }, async () => {
    const before = objectsOf(on.cluster);
    await choose(WHOLE);
    await applyRest();
    await untilDone();
    expect((await run()).rest).toEqual([]);
    expect(await rowsOf('workshop/public')).toMatchObject({
      'gate/ngrok/address': { state: 'open', address: expect.stringMatching(/^https:/) as unknown },
    });
    expect(await rowsOf('workshop/autoscaler')).toMatchObject({
      'component/sample-autoscaler': { state: 'done' },
      'gate/sample-autoscaler/active': { state: 'open' } satisfies Partial<GateState>,
    });
    await reset();
    // The namespace of the journal ends last, and nobody waits for it.
    await vi.waitFor(() => expect(objectsOf(on.cluster)).toEqual(before), { timeout: RUN_MS });
  });

  it('goes on where it was when its server ends in the middle', { timeout: TEST_MS }, async () => {
    await choose({ kubeletInsecureTls: true });
    await applyRest();
    await vi.waitFor(async () => expect((await run()).doing?.step).toBe('monitoring'), { timeout: RUN_MS });
    hub = await on.beginSettled(undefined, { identity: IDENTITY });
    await vi.waitFor(async () => expect((await run()).doing).not.toBeNull(), { timeout: RUN_MS });
    await untilDone();
    expect(await run()).toMatchObject({
      rest: [],
      undoable: expect.arrayContaining(['taints', 'autoscaler']) as unknown,
    });
  });

  it('says of a board’s certificate what metrics-server would, and is gone on with once that is agreed to', {
    timeout: TEST_MS,
  }, async () => {
    expect(await step('metrics')).toMatchObject({ state: 'blocked' });
    const { rest } = await choose({ kubeletInsecureTls: true });
    expect(rest).toContain('metrics');
  });

  it('refuses what was not previewed so, and a second run', { timeout: TEST_MS }, async () => {
    const { rest, restFingerprint } = await choose({ kubeletInsecureTls: true });
    await expect(ask({ workshop: 'apply', steps: rest, previewed: 'something-else' })).rejects.toSatisfy(isConflict);
    await ask({ workshop: 'apply', steps: rest, previewed: restFingerprint });
    await expect(ask({ workshop: 'apply', steps: rest, previewed: restFingerprint })).rejects.toSatisfy(isConflict);
    await ask({ workshop: 'stop' });
    await untilDone();
    const stopped = (await run()).undoable.at(-1);
    expect(stopped === undefined ? null : await step(stopped)).toMatchObject({ state: 'stopped' });
    expect((await run()).rest[0]).toBe(stopped);
  });

  it('shows the end of a run only together with what came of it', { timeout: TEST_MS }, async () => {
    await choose({ kubeletInsecureTls: true });
    const { fingerprint: previewed } = (await rowsOf('workshop/ingress'))['step'] as StepDetail;
    await ask({ workshop: 'apply', steps: ['ingress'], previewed });
    // As a page that watches is told, which asks for no look of its own.
    const shown = () => hub.familyOf('workshop')?.rows('workshop').get('run') as RunView;
    await vi.waitFor(() => expect(shown().doing).not.toBeNull(), { timeout: RUN_MS, interval: 5 });
    await vi.waitFor(() => expect(hub.workshop.isRunning).toBe(false), { timeout: RUN_MS, interval: 5 });
    expect(shown().doing).not.toBeNull();
    await rowsOf('workshop');
    expect(shown().doing).toBeNull();
    expect(shown().rest).not.toContain('ingress');
  });

  it('asks for ngrok’s token before anything is done', { timeout: TEST_MS }, async () => {
    const { rest, restFingerprint } = await choose({ goPublic: true, kubeletInsecureTls: true });
    const apply = ask({ workshop: 'apply', steps: rest, previewed: restFingerprint });
    await expect(apply).rejects.toThrow(/authtoken/);
    expect((await run()).undoable).toEqual([]);
  });
});

function isConflict(error: unknown): boolean {
  return isStatusError(error) && error.code === 409;
}
