// The HTTP API of a simulated Prometheus: shapes of answers, and how it refuses.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_EXPRESSIONS } from '#lib/rules/prometheus/board-expressions.ts';
import { expressionText } from '#lib/rules/prometheus/expressions.ts';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

const API = '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'modern', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  await cluster.control.setClock({ stepMs: 60_000 });
});

afterAll(() => cluster.close());

const resultOf = ({ json }: Answered) => (json['data'] as { result: { value: [number, string] }[] }).result;

describe('the API of a Prometheus', () => {
  const valid = 'query=up&start=0&end=60&step=30';

  it.each<[string, number, object | string]>([
    ['query?query=1%2B1&time=5', 200, { resultType: 'scalar', result: [5, '2'] }],
    ['query?query=1/0&time=5', 200, { resultType: 'scalar', result: [5, '+Inf'] }],
    ['query?query=up{&time=5', 400, 'invalid parameter "query": 1:4: parse error: unexpected end of input'],
    ['query', 400, 'invalid parameter "query": unknown position: parse error: no expression found in input'],
    ['query?query=up&time=noon', 400, 'invalid parameter "time": cannot parse "noon" to a valid timestamp'],
    ['query?query=topk(1,up)', 422, 'the simulated Prometheus does not evaluate topk'],
    [`query_range?${valid}`, 200, { resultType: 'matrix', result: [] }],
    ['query_range?query=up&end=60&step=30', 400, 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    [
      'query_range?query=up&start=9&end=6&step=30',
      400,
      'invalid parameter "end": end timestamp must not be before start time',
    ],
    ['query_range?query=up&start=0&end=60&step=soon', 400, 'invalid parameter "step": cannot parse "soon"'],
    ['query_range?query=up&start=0&end=60&step=0', 400, 'invalid parameter "step": zero or negative query resolution'],
    [
      'query_range?query=up&start=0&end=11001&step=1s',
      400,
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
    [
      'query_range?query=up[5m]&start=0&end=60&step=30',
      400,
      'invalid parameter "query": invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    ],
  ])('answers %s with %i', async (path, status, expected) => {
    const answered = await ask('GET', `${API}/${path}`);
    expect(answered.status).toBe(status);
    if (typeof expected !== 'string') expect(answered.json).toMatchObject({ status: 'success', data: expected });
    else {
      const errorType = status === 422 ? 'execution' : 'bad_data';
      const error = expect.stringContaining(expected);
      expect(answered.json).toEqual({ status: 'error', errorType, error });
    }
  });

  it('takes a form, tells what it scrapes, which names it knows, and its version', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await ask('POST', `${API}/query`, { body: 'query=vector(3)', headers });
    expect(resultOf(posted)[0]?.value[1]).toBe('3');
    const { json } = await ask('GET', `${API}/targets`);
    const { activeTargets } = json['data'] as { activeTargets: { labels: { job: string }; health: string }[] };
    expect(activeTargets.map(({ labels, health }) => `${labels.job} ${health}`).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'kubelet up'),
      ...Array.from({ length: 5 }, () => 'node-exporter up'),
      'prometheus up',
    ]);
    const names = await ask('GET', `${API}/label/__name__/values`);
    expect(names.json['data']).toEqual(expect.arrayContaining(['container_cpu_usage_seconds_total', 'up']));
    const build = await ask('GET', `${API}/status/buildinfo`);
    expect(build.json['data']).toMatchObject({ version: '3.7.3' });
    expect((await ask('DELETE', `${API}/query`)).status).toBe(405);
    expect((await ask('GET', `${API}/rules`)).status).toBe(404);
  });

  it('evaluates all that the dashboard asks', async () => {
    const answers = await Promise.all(
      ALL_EXPRESSIONS.map(async (expression) => {
        const text = expressionText(expression, { namespace: 'monitoring', pod: 'prometheus-0' });
        const { status } = await ask('GET', `${API}/query?query=${encodeURIComponent(text)}`);
        return `${expression.name} ${status}`;
      }),
    );
    expect(answers).toEqual(ALL_EXPRESSIONS.map(({ name }) => `${name} 200`));
  });
});
