// `npm run workshop` as a person runs it, on the fresh boards of a classroom: the whole tour and back, what is refused,
// and two operators at once.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { everything } from '../support/everything.ts';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { root, startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

const TEST_MS = 180_000;
const WAIT = { timeout: 60_000, interval: 250 };
const TOKEN = 'a-token-of-a-test';
const WHOLE = ['--insecure-kubelets', '--public', '--extras', 'influxdb,grafana,wardle,local-path'];

let cluster: TestCluster;
let kubectl: Kubectl;
let before: string[];

beforeAll(async () => {
  cluster = await startTestCluster({ scenario: 'classroom', clock: 'x20' });
  kubectl = kubectlFor(cluster.kubeconfig);
  before = await everything(kubectl);
});
afterAll(() => cluster.stop());

interface Running {
  pid: number;
  /** Both streams, as far as they have come. */
  output: () => string;
  interrupt: () => void;
  ended: Promise<{ code: number | null; output: string }>;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/workshop.ts'), ...args],
    { cwd: root, env: { ...process.env, KUBECONFIG: cluster.kubeconfig, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    interrupt: () => void child.kill('SIGINT'),
    ended: new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, output }))),
  };
}

function workshop(...args: readonly string[]): Running['ended'] {
  return start(args).ended;
}

/** What was deleted last takes a moment to end. */
function untilAsBefore(): Promise<void> {
  return vi.waitFor(async () => expect(await everything(kubectl)).toEqual(before), WAIT);
}

describe('npm run workshop', () => {
  it('shows the whole plan, and tries out what is named', async () => {
    const whole = await workshop('plan', '--insecure-kubelets');
    expect(whole.code).toBe(0);
    expect(whole.output).toMatch(/^taints +ready +3 boards to taint$/m);
    expect(whole.output).toContain('  + pi3-32 (arm) gets kubernetes.io/arch=arm:NoSchedule');
    expect(whole.output).toContain('  + Deployment traefik/traefik: ');
    expect(whole.output).toContain('registry.k8s.io/metrics-server/');
    const one = await workshop('plan', 'autoscaler', '--taint', 'arm');
    expect(one.output.split('\n').filter((line) => /^[a-z]/.test(line))).toEqual([
      expect.stringContaining('autoscaler'),
    ]);
  });

  it('changes nothing that nobody agreed to', async () => {
    const { code, output } = await workshop('apply', '--insecure-kubelets');
    expect(code).toBe(2);
    expect(output).toContain('  + Metrics: ');
    expect(output).toContain('--yes');
    expect(await everything(kubectl)).toEqual(before);
  });

  it('asks for ngrok’s token before anything is done', async () => {
    const { code, output } = await workshop('apply', ...WHOLE, '--yes');
    expect(code).toBe(2);
    expect(output).toContain('NGROK_AUTHTOKEN');
    expect(await everything(kubectl)).toEqual(before);
  });

  it('goes from fresh boards to an app that scales and is public, and back to just what was there', {
    timeout: TEST_MS,
  }, async () => {
    const applied = await start(['apply', ...WHOLE, '--yes'], { NGROK_AUTHTOKEN: TOKEN }).ended;
    expect(applied.output).toMatch(/^Public address: https:\/\//m);
    expect(applied).toMatchObject({
      code: 0,
      output: expect.stringContaining('  applies Deployment demo/') as unknown,
    });
    expect(applied.output).not.toContain(TOKEN);
    const active = 'jsonpath={.status.conditions[?(@.type=="ScalingActive")].status}';
    expect(await must(kubectl(['get', 'hpa', 'sample-metrics-app', '-n', 'demo', '-o', active]))).toBe('True');
    const status = await workshop('status');
    expect(status.output).toMatch(/^Nothing is under way$/m);
    expect(status.output).toMatch(/^autoscaler +done /m);
    expect(status.output).toMatch(/^Public address: https:\/\//m);
    expect(await workshop('plan')).toMatchObject({ code: 0 });
    expect(await workshop('apply', '--yes')).toMatchObject({
      code: 0,
      output: expect.stringContaining('Nothing is left to do.') as unknown,
    });
    const undone = await workshop('undo', '--yes');
    expect(undone).toMatchObject({ code: 0, output: expect.stringContaining('Taken back.') as unknown });
    await untilAsBefore();
  });

  it('lets one at a time work, lets others watch, and stops after what is being done', {
    timeout: TEST_MS,
  }, async () => {
    // Nothing starts while time stands still.
    await cluster.setClock('paused');
    const first = start(['apply', 'ingress', '--no-taints', '--yes']);
    await vi.waitFor(() => expect(first.output()).toContain('waits until Traefik is ready'), WAIT);
    expect(first.output()).toContain('    0 of 1 ready.');
    const holder = new RegExp(`@\\S+:${first.pid} is working on the workshop`);
    const second = await workshop('apply', 'metrics', '--insecure-kubelets', '--yes');
    expect(second).toMatchObject({ code: 1, output: expect.stringMatching(holder) as unknown });
    expect(await workshop('undo', '--yes')).toMatchObject({
      code: 1,
      output: expect.stringMatching(holder) as unknown,
    });
    const watching = start(['status']);
    await vi.waitFor(() => expect(watching.output()).toMatch(new RegExp(`:${first.pid} applies Ingress`)), WAIT);
    first.interrupt();
    const { code, output } = await first.ended;
    expect(code).toBe(130);
    expect(output).toContain('npm run workshop -- undo ingress');
    expect(await watching.ended).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^ingress +stopped /m) as unknown,
    });
    await cluster.setClock('x20');
    const skipped = await workshop('apply', 'ingress', '--skip-wait', 'ingress', '--yes');
    expect(skipped.code).toBe(0);
    expect((await workshop('status', '--once')).output).toMatch(/^ingress +done /m);
    expect(await workshop('undo', 'ingress', '--yes')).toMatchObject({ code: 0 });
    await untilAsBefore();
  });

  it('goes on with what an operator left behind, once that one is surely gone', { timeout: TEST_MS }, async () => {
    const first = start(['apply', 'taints', 'ingress', '--yes']);
    await vi.waitFor(() => expect(first.output()).toContain('applies Namespace traefik'), WAIT);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const next = await workshop('apply', 'taints', 'ingress', '--yes');
    expect(next.output).toContain(`:${first.pid} has the workshop`);
    expect(next.output).toContain('Done.');
    expect(await workshop('undo', '--yes')).toMatchObject({ code: 0 });
    await untilAsBefore();
  });

  it('names what a viewer may not do, and does nothing', async () => {
    const asViewer = ['--kubeconfig', cluster.kubeconfigOf('viewer')];
    const planned = await workshop('plan', ...asViewer);
    expect(planned.code).toBe(1);
    expect(planned.output).toMatch(/^ingress +blocked +You may not /m);
    expect(planned.output).toMatch(
      /blocked +Permissions: Missing for every step: .*configmaps\s+bramble-workshop.* patch nodes;/s,
    );
    const applied = await workshop('apply', 'ingress', '--yes', ...asViewer);
    expect(applied).toMatchObject({ code: 1, output: expect.stringContaining('Nothing was changed.') as unknown });
    expect(await everything(kubectl)).toEqual(before);
  });

  it.each([
    [['plan', '--taint', 'riscv64'], 'no board is riscv64: --taint takes amd64, arm, arm64.'],
    [['apply', 'public'], 'public is not chosen: --public does that.'],
    [['plan', '--kubeconfig', '/no/such/file'], 'does not exist'],
    [['plan', '--context', 'moon'], 'has no context moon'],
    [['apply', 'metrics', 'moon'], 'there is no step moon: steps are preflight, taints, '],
  ])('%j is refused in one line', async (args, message) => {
    const { code, output } = await workshop(...args);
    expect(code).toBe(2);
    expect(output).toContain(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});
