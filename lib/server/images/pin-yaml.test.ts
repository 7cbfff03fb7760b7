import { describe, expect, it } from 'vitest';
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import { parsePlatform } from '#lib/rules/images/platform.ts';
import { PinYaml } from './pin-yaml.ts';

const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  amd: ['linux/amd64'],
  both: ['linux/amd64', 'linux/arm64'],
  small: ['linux/arm/v6', 'linux/arm/v7'],
};

const platformsOf: PlatformsOf = (image) => {
  const texts = PLATFORMS[image];
  if (texts === undefined) return { platforms: null, shape: null, source: 'unknown', how: 'nobody was asked' };
  return { platforms: texts.flatMap((text) => parsePlatform(text) ?? []), shape: 'index', source: 'registry', how: '' };
};

function pin(text: string) {
  return new PinYaml(text).pinned(platformsOf);
}

/** Ten times ten times ten lists. */
const NESTED = `a: &a [${'1,'.repeat(10)}]\nb: &b [${'*a ,'.repeat(10)}]\nc: &c [${'*b ,'.repeat(10)}]\n`;

function requiring(terms: string): string {
  return `{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {${terms}}}}`;
}

const DEPLOYMENT = `# what we sell
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      # two containers
      containers:
        - name: a # first
          image: both
        - {name: b, image: amd}
`;

describe('YAML pinned to what its images support', () => {
  it('keeps comments, order and style, and adds what all containers share', () => {
    const { yaml, documents } = pin(DEPLOYMENT);
    expect(yaml).toBe(`${DEPLOYMENT}      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - key: kubernetes.io/arch
                    operator: In
                    values: [amd64]
`);
    expect(documents).toEqual([
      { about: 'Deployment shop', outcome: 'pinned', text: 'requires kubernetes.io/arch in (amd64)' },
    ]);
  });

  it('writes lists where the author writes them', () => {
    const text = 'kind: Pod\nspec:\n  containers:\n  - image: amd\n    command: [ "a" ]\n';
    const { yaml } = pin(text);
    expect(yaml.startsWith(text)).toBe(true);
    expect(yaml).toContain('        nodeSelectorTerms:\n        - matchExpressions:');
  });

  it('finds nothing more to do in what it has pinned', () => {
    const once = pin(DEPLOYMENT).yaml;
    const { yaml, documents } = pin(once);
    expect(yaml).toBe(once);
    expect(documents[0]).toMatchObject({ outcome: 'unchanged', text: 'its node affinity keeps it there already' });
  });

  it('takes several documents, lists, and what is no workload as it is', () => {
    const text = `kind: Service
metadata: {name: s}
---
kind: List
items:
  - {kind: Pod, metadata: {name: p}, spec: {containers: [{image: amd}]}}
  - {kind: ConfigMap, metadata: {name: c}}
---
# the last
kind: CronJob
metadata: {name: j}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: small}]}}}}}
`;
    const { yaml, documents } = pin(text);
    expect(documents.map(({ about, outcome }) => `${about} ${outcome}`)).toEqual([
      'Service s unchanged',
      'Pod p pinned',
      'ConfigMap c unchanged',
      'CronJob j pinned',
    ]);
    expect(yaml.split('---\n')).toHaveLength(3);
    expect(yaml).toContain('# the last');
    expect(yaml).toMatch(/values: \[ ?arm, arm64 ?\]/);
  });

  it('takes JSON', () => {
    const pod = { kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'amd' }] } };
    const { yaml } = pin(JSON.stringify(pod, null, 2));
    expect(JSON.parse(yaml)).toMatchObject({ ...pod, spec: { ...pod.spec, affinity: { nodeAffinity: {} } } });
  });

  it('adds to every term that is there', () => {
    const { yaml } = pin(`kind: Pod
metadata: {name: p}
spec:
  containers: [{image: amd}]
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
          - matchExpressions: # the fast ones
              - {key: disk, operator: In, values: [ssd]}
          - matchFields:
              - {key: metadata.name, operator: In, values: [pi1]}
`);
    expect(yaml).toContain('# the fast ones');
    expect(yaml.match(/key: kubernetes.io\/arch/g)).toHaveLength(2);
  });

  it.each([
    ['kind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: who}]}', /not known.*who.*nobody was asked/],
    ['kind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: amd}, {image: small}]}', /no architecture runs all/],
    [
      'kind: Pod\nmetadata: {name: p}\nx: &a {nodeAffinity: {}}\nspec: {containers: [{image: amd}], affinity: *a}',
      /alias/,
    ],
    ['kind: Pod\nspec: {containers: [{image: amd}], affinity: {nodeAffinity: ~}}', /left empty/],
    ['kind: Pod\nspec: {containers: [{image: amd}], affinity: *nobody}', /aliases that cannot be followed/],
    [`${NESTED}kind: Pod\nspec: {containers: [{image: amd}], affinity: *c}`, /aliases that cannot be followed/],
    ['kind: Pod\nspec: {containers: [{image: amd}], affinity: 5}', /none that Kubernetes takes/],
    ['kind: Pod\nspec: {containers: [{image: amd}], nodeSelector: {a: [1]}}', /none that Kubernetes takes/],
    [
      `kind: Pod\nspec: {containers: [{image: amd}], affinity: ${requiring('nodeSelectorTerms: all of them')}}`,
      /none that Kubernetes takes/,
    ],
    [
      `kind: Pod\nspec: {containers: [{image: amd}], affinity: ${requiring('nodeSelectorTerms: [~]')}}`,
      /none that Kubernetes takes/,
    ],
  ])('says why it cannot pin %j, and leaves it as it is', (text, why) => {
    const { yaml, documents } = pin(text);
    expect(documents[0]).toMatchObject({ outcome: 'impossible', text: expect.stringMatching(why) });
    expect(yaml).not.toContain('kubernetes.io/arch');
  });

  it.each(['a: [', 'a: b: c', '\t- x: ['])('refuses %j', (text) => {
    expect(() => new PinYaml(text)).toThrow(/not valid YAML/);
  });
});
