import { describe, expect, it } from 'vitest';
import { COMPONENTS, componentOf } from './catalogue.ts';
import { filledIn, imageUnder, markedWithSecret } from './fill-in.ts';
import { appliedObjects, CHOICES, rawObjects } from './testdata/whole-stack.ts';
import { podSpecOf } from './workloads.ts';

const PREFIX = 'registry.classroom.example:5000/mirror';

describe('choices change', () => {
  it('nothing in the manifests themselves', () => {
    const component = componentOf('metrics-server');
    const raw = rawObjects(component);
    const before = structuredClone(raw);
    filledIn(component, raw, { ...CHOICES, kubeletInsecureTls: true }, { ngrokAuthtoken: null });
    expect(raw).toEqual(before);
  });

  it.each([true, false])('whether kubelets are believed without a certificate that is checked: %s', (consent) => {
    const objects = appliedObjects(componentOf('metrics-server'), { kubeletInsecureTls: consent });
    const args = objects.flatMap((object) => podSpecOf(object)?.containers?.flatMap((one) => one.args ?? []) ?? []);
    expect(args.includes('--kubelet-insecure-tls')).toBe(consent);
  });

  it('the default for volumes only by consent', () => {
    const classOf = (defaultStorageClass: boolean) =>
      appliedObjects(componentOf('local-path'), { defaultStorageClass }).find(({ kind }) => kind === 'StorageClass');
    expect(classOf(false)?.metadata.annotations).toBeUndefined();
    expect(classOf(true)?.metadata.annotations).toEqual({ 'storageclass.kubernetes.io/is-default-class': 'true' });
  });

  it.each(COMPONENTS.map((component) => [component.id, component] as const))(
    'where every image of %s comes from',
    (_, component) => {
      const text = JSON.stringify(appliedObjects(component, { registryPrefix: PREFIX }));
      for (const { reference } of component.images) {
        expect(text).not.toContain(reference);
        expect(text).toContain(imageUnder(PREFIX, reference));
      }
    },
  );

  it('what ngrok makes public', () => {
    const ingress = { namespace: 'kube-system', service: 'traefik', port: 80 };
    const text = JSON.stringify(appliedObjects(componentOf('ngrok'), { ingress }));
    expect(text).toContain('http://traefik.kube-system.svc:80');
    expect(JSON.stringify(appliedObjects(componentOf('ngrok')))).toContain('http://traefik.traefik.svc:80');
  });
});

describe('the token of ngrok', () => {
  it('is another to pods once it is stored anew, and does not show on them', () => {
    const [agent] = appliedObjects(componentOf('ngrok')).filter(({ kind }) => kind === 'Deployment');
    if (agent === undefined) throw new Error('ngrok has no Deployment');
    const templateOf = (version: string) => (markedWithSecret(agent, version)['spec'] as { template: object }).template;
    expect(templateOf('7')).toEqual(templateOf('7'));
    expect(templateOf('7')).not.toEqual(templateOf('8'));
    expect(templateOf('7')).toMatchObject({ metadata: { annotations: { 'bramble.dev/secret-version': '7' } } });
  });

  const component = componentOf('ngrok');
  const secretsWith = (ngrokAuthtoken: string | null) =>
    filledIn(component, rawObjects(component), CHOICES, { ngrokAuthtoken }).filter(({ kind }) => kind === 'Secret');

  it('stands in the Secret that is applied, and nowhere else', () => {
    const objects = filledIn(component, rawObjects(component), CHOICES, { ngrokAuthtoken: 'héllo' });
    const holding = objects.filter((object) => JSON.stringify(object).includes('aMOpbGxv'));
    expect(holding.map(({ kind }) => kind)).toEqual(['Secret']);
    expect(JSON.stringify(objects)).not.toContain('héllo');
  });

  it('leaves what the cluster has where none is given', () => expect(secretsWith(null)).toEqual([]));
});

describe('for a classroom without internet', () => {
  it.each([
    ['docker.io/library/python:3.14.0-alpine3.22', `${PREFIX}/library/python:3.14.0-alpine3.22`],
    ['registry.k8s.io/etcd:3.7.0-0', `${PREFIX}/etcd:3.7.0-0`],
    [`quay.io/a/b@sha256:${'0'.repeat(64)}`, `${PREFIX}/a/b@sha256:${'0'.repeat(64)}`],
  ])('%s is had as %s', (reference, expected) => {
    expect(imageUnder(PREFIX, reference)).toBe(expected);
    expect(imageUnder(`${PREFIX}/`, reference)).toBe(expected);
    expect(imageUnder(null, reference)).toBe(reference);
  });
});
