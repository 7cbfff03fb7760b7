// A cluster that is recorded and replayed: the same to look at, at the new first instant, and alive from there.
import type { Pod } from 'kubernetes-types/core/v1';
import { afterEach, describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { KubeObject } from '../../store/object.ts';
import { loadScenario } from '../catalogue.ts';
import { START_MS, type TestWorld, testWorld } from '../testdata/test-world.ts';
import { recordingPlan } from './plan.ts';
import { parseRecording, RecordingError, recordingText } from './recording.ts';
import { recordedScenario } from './replay.ts';
import { isScenarioFile, readScenarioFile } from './scenario-file.ts';

const OPTIONS = { withConfigMaps: false, renameNodes: false };
const LATER_MS = START_MS + 40 * 24 * 3_600_000;

const worlds: TestWorld[] = [];
function started(scenario: Parameters<typeof testWorld>[0]): TestWorld {
  const world = testWorld(scenario);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) {
    world.close();
    expect(world.bugs).toEqual([]);
  }
});

function built(name: string) {
  const scenario = loadScenario(name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario.build({ nowMs: START_MS, random: new Random(1), parameters: {} });
}

function textOf(objects: readonly KubeObject[]): string {
  return recordingText({ objects, options: OPTIONS, recordedMs: START_MS, kubernetes: 'v1.37.2', leftOut: {} });
}

function replayed(text: string, nowMs = START_MS) {
  const scenario = recordedScenario('recorded-it', parseRecording(text));
  return scenario.build({ nowMs, random: new Random(1), parameters: {} });
}

const podLine = ({ metadata, spec, status }: Pod) =>
  [metadata?.namespace, metadata?.name, spec?.nodeName, status?.phase, metadata?.creationTimestamp].join(' ');

describe('a replayed recording', () => {
  it.each(['kubecon-2017', 'modern', 'classroom'])('of %s holds what was recorded, and is at rest', (name) => {
    const original = built(name);
    const pods = original.objects.filter((object): object is Pod => object.kind === 'Pod');
    const world = started(replayed(textOf(original.objects)));
    expect(world.store.list('pods').map(podLine)).toEqual(pods.map(podLine).sort());
    const touched = world.changes.filter(({ resource }) => /^(pods|nodes|deployments.apps|jobs.batch)$/.test(resource));
    expect(touched.map(({ resource, object }) => `${resource} ${object.metadata.name}`)).toEqual([]);
  });

  it('moves every time to its new first instant, and goes on from there', () => {
    const objects = replayed(textOf(built('classroom').objects), LATER_MS).objects;
    const node = objects.find(({ kind }) => kind === 'Node');
    expect(node?.metadata?.creationTimestamp).toBe(new Date(LATER_MS - 21 * 60_000).toISOString().replace('.000', ''));
    const text = JSON.stringify(objects);
    const times = text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g) ?? [];
    expect(times.length).toBeGreaterThan(100);
    expect(times.filter((time) => Date.parse(`${time}Z`) > LATER_MS)).toEqual([]);
  });

  it('keeps a board dark that was lost, and lets the others live', () => {
    const world = started(replayed(textOf(built('kubecon-2017').objects)));
    const ready = (name: string) =>
      world.store.get('nodes', undefined, name)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    world.step(600);
    expect(['pi5', 'pi6', 'pi7', 'upboard1', 'upboard2'].map(ready)).toEqual([
      'True',
      'True',
      'Unknown',
      'True',
      'Unknown',
    ]);
  });

  it('goes on running what ran, however little memory it may have', () => {
    // The board it is on in the talk is without power when that scenario begins.
    const text = textOf(built('kubecon-2017').objects).replaceAll('"nodeName":"upboard2"', '"nodeName":"upboard1"');
    const world = started(replayed(text));
    world.step(60);
    const prometheus = world.store.get('pods', 'default', 'prometheus-sample-metrics-prom-0');
    expect(prometheus?.spec?.containers[1]?.resources?.limits?.['memory']).toBe('10Mi');
    expect(prometheus?.status?.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([0, 0]);
  });

  it('knows its images by where they ran: elsewhere they are not made for the board', () => {
    const { images } = parseRecording(textOf(built('kubecon-2017').objects));
    const of = (name: string) => images.find((image) => image.name === `docker.io/luxas/${name}`)?.platforms;
    expect(of('autoscale-demo')).toEqual(['amd64', 'arm/v7', 'arm64']);
    expect(of('custom-metrics-apiserver')).toEqual(['arm/v7']);
  });

  it('asks of services what autoscalers had measured', () => {
    expect(parseRecording(textOf(built('kubecon-2017').objects)).load).toEqual([
      { namespace: 'default', service: 'sample-metrics-app', requestsPerSecond: expect.closeTo(2.664, 3) },
    ]);
  });
});

describe('the file', () => {
  it.each([
    ['not json', /^line 1 is not JSON/],
    ['{"format":"other"}', /^line 1, format: /],
    [`${textOf([])}{"kind":"Pod"}`, /^line 2, apiVersion: /],
  ])('%s is refused with its line', (text, message) => {
    expect(() => parseRecording(text)).toThrow(RecordingError);
    expect(() => parseRecording(text)).toThrow(message);
  });

  it('is told from a name by its slash or its ending', async () => {
    expect(['./home', 'home.jsonl', '/tmp/home.jsonl'].map(isScenarioFile)).toEqual([true, true, true]);
    expect(isScenarioFile('kubecon-2017')).toBe(false);
    await expect(readScenarioFile('./no-such.jsonl')).rejects.toThrow('there is no file ./no-such.jsonl');
  });
});

describe('what is recorded', () => {
  it('is what the simulated cluster can hold, and what definitions add', () => {
    const definition = {
      kind: 'CustomResourceDefinition',
      spec: { group: 'example.org', names: { kind: 'Thing' }, versions: [{ name: 'v1', served: true }] },
    };
    const listed = [
      { apiVersion: 'v1', resource: 'pods', kind: 'Pod' },
      { apiVersion: 'example.org/v1', resource: 'things', kind: 'Thing' },
      { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', resource: 'flowschemas', kind: 'FlowSchema' },
      { apiVersion: 'metrics.k8s.io/v1beta1', resource: 'nodes', kind: 'NodeMetrics' },
      { apiVersion: 'events.k8s.io/v1', resource: 'events', kind: 'Event' },
    ];
    const plan = recordingPlan(listed, [definition]);
    expect(plan.record.map(({ resource }) => resource)).toEqual(['pods', 'things']);
    expect(plan.leaveOut.map(({ resource }) => resource)).toEqual(['flowschemas']);
  });
});
