import { describe, expect, it } from 'vitest';
import { MANAGED_BY, MANAGED_BY_LABEL, type ManifestObject } from '#lib/stack/component.ts';
import { type DryRunAnswer, differenceOf } from './difference.ts';
import { type Known, known, notKnown } from './known.ts';

function deployment(image: string, more: Partial<ManifestObject> = {}, memory = '64Mi'): ManifestObject {
  const containers = [{ name: 'main', image, resources: { requests: { memory } } }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'demo' },
    spec: { template: { spec: { containers, tolerations: [] } } },
    ...more,
  };
}

/** With what the API server adds. */
function stored(image: string, memory = '64Mi'): ManifestObject {
  const containers = [{ name: 'main', image, imagePullPolicy: 'Always', resources: { requests: { memory } } }];
  const metadata = { name: 'web', namespace: 'demo', uid: 'u', resourceVersion: '7', generation: 2 };
  const spec = { replicas: 1, template: { spec: { containers, restartPolicy: 'Always' } } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec, status: { replicas: 1 } };
}

function secret(token: string): ManifestObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'demo' }, data: { token } };
}

const OURS = { [MANAGED_BY_LABEL]: MANAGED_BY };
const FIXED: DryRunAnswer = { answer: 'refused', message: 'Job "j" is invalid: spec.template: field is immutable' };

function job(type: string, labels: Record<string, string>): ManifestObject {
  const metadata = { name: 'j', namespace: 'demo', labels };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {},
    status: { conditions: [{ type, status: 'True' }] },
  };
}

const IMAGE = 'spec.template.spec.containers[main].image';

interface Case {
  wanted: ManifestObject;
  before?: Known<ManifestObject | null>;
  dryRun?: DryRunAnswer;
  comesLater?: boolean;
}

function of({ wanted, before, dryRun, comesLater = false }: Case) {
  return differenceOf({ wanted, before, dryRun, comesLater });
}

describe('differenceOf', () => {
  it('does not take defaults and bookkeeping of the API server for a change', () => {
    expect(of({ wanted: deployment('a:1'), before: known(stored('a:1')) }).change).toBe('same');
  });

  it('finds amounts the same that are written otherwise', () => {
    const wanted = deployment('a:1', {}, '1024Mi');
    expect(of({ wanted, before: known(stored('a:1', '1Gi')) }).change).toBe('same');
  });

  it('names the field of a container by the container', () => {
    const { change, fields } = of({ wanted: deployment('a:2'), before: known(stored('a:1')) });
    expect([change, fields]).toEqual(['change', [{ path: IMAGE, before: '"a:1"', after: '"a:2"' }]]);
  });

  it('takes the word of a dry run for more than what was read', () => {
    const dryRun: DryRunAnswer = { answer: 'object', object: stored('a:3'), warnings: ['spec.x is deprecated'] };
    const { fields, words, by } = of({ wanted: deployment('a:2'), before: known(stored('a:1')), dryRun });
    expect([fields[0]?.after, words, by]).toEqual(['"a:3"', 'spec.x is deprecated', 'dry-run']);
  });

  it('says a field that goes away, where the dry run says so', () => {
    const { spec: _spec, ...bare } = stored('a:1');
    const dryRun: DryRunAnswer = { answer: 'object', object: { ...bare, spec: { replicas: 1 } }, warnings: [] };
    const { fields } = of({ wanted: deployment('a:1'), before: known(stored('a:1')), dryRun });
    expect(fields.map(({ path, after }) => [path, after])).toEqual([['spec.template', null]]);
  });

  it('names who keeps a field in a conflict, and takes nothing from them', () => {
    const conflicts = [{ manager: 'helm', field: '.spec.replicas' }];
    const found = of({
      wanted: deployment('a:1'),
      before: known(stored('a:1')),
      dryRun: { answer: 'conflict', conflicts },
    });
    expect([found.change, found.words]).toEqual(['conflict', 'helm sets .spec.replicas: it is not taken from them']);
  });

  it('knows that nothing can be tried before the namespace is there', () => {
    const dryRun: DryRunAnswer = { answer: 'refused', message: 'namespaces "demo" not found' };
    const input = { wanted: deployment('a:1'), before: known(null), dryRun };
    expect([of({ ...input, comesLater: true }).change, of(input).change]).toEqual(['create', 'refused']);
  });

  it('never tells what a Secret holds', () => {
    const found = of({ wanted: secret('bmV3'), before: known(secret('b2xk')) });
    expect(found.change).toBe('change');
    expect(JSON.stringify(found)).not.toMatch(/bmV3|b2xk/);
  });

  it('calls what was not read unknown, and not new', () => {
    const refused = of({ wanted: deployment('a:1'), before: notKnown('deployments may not be read') });
    expect([refused.change, refused.words]).toEqual(['unknown', 'deployments may not be read']);
    expect(of({ wanted: deployment('a:1') }).change).toBe('unknown');
  });

  it.each<[string, ManifestObject, DryRunAnswer | undefined, string]>([
    ['leaves a Job that has done its work', job('Complete', OURS), undefined, 'same'],
    ['leaves it whatever a dry run says', job('Complete', OURS), FIXED, 'same'],
    ['makes anew one that has not', job('Failed', OURS), FIXED, 'change'],
    ['touches none of somebody else', job('Failed', {}), FIXED, 'refused'],
    [
      'takes other refusals for what they are',
      job('Failed', OURS),
      { answer: 'refused', message: 'no room' },
      'refused',
    ],
  ])('%s', (_what, before, dryRun, change) => {
    const wanted = { ...before, spec: { template: { spec: { tolerations: [{ key: 'new' }] } } } };
    const said = dryRun === undefined ? {} : { dryRun };
    expect(of({ wanted, before: known(before), ...said }).change).toBe(change);
  });
});
