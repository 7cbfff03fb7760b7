// The page of a supposition is answered for whoever opens it, but no other site has the server play one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Dashboard, startDashboard } from '../support/dashboard.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

let cluster: TestCluster;
let dashboard: Dashboard;

beforeAll(async () => {
  cluster = await startTestCluster({ clock: 'paused' });
  dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
});
afterAll(async () => {
  await dashboard.stop();
  await cluster.stop();
});

const PATH = `/what-if?${new URLSearchParams({ s: JSON.stringify({ suppose: 'unplug', node: 'pi5' }) })}`;
const OUTCOME = 'What becomes of pods';

it.each([
  ['a typed address', { 'sec-fetch-site': 'none' }, true],
  ['a link of ours', { 'sec-fetch-site': 'same-origin' }, true],
  ['a program', {}, true],
  ['another site', { 'sec-fetch-site': 'cross-site' }, false],
  ['another port of this machine', { 'sec-fetch-site': 'same-site' }, false],
] as const)('opened by %s', async (_, headers, isPlayed) => {
  const { code, body } = await rawRequest(dashboard.port, { path: PATH, headers });
  expect(code).toBe(200);
  expect(body).toContain('pi5 is unplugged');
  expect(body.includes(OUTCOME)).toBe(isPlayed);
  expect(body.includes('Play it')).toBe(!isPlayed);
});
