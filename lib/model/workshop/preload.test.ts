import { describe, expect, it } from 'vitest';
import { COMPONENTS, componentOf } from '#lib/stack/catalogue.ts';
import { preloadImages, preloadText } from './preload.ts';

const PREFIX = 'nas.local:5000/mirror';

describe('the images to load beforehand', () => {
  it('are named once each', () => {
    const list = preloadImages([...COMPONENTS, ...COMPONENTS], null).map(({ reference }) => reference);
    expect(list).toEqual([...new Set(list)].sort());
    expect(list).toContain('registry.k8s.io/etcd:3.7.0-0');
  });

  it.each<[given: string, prefix: string | null, text: string]>([
    ['registry.k8s.io/etcd:3.7.0-0', null, 'registry.k8s.io/etcd:3.7.0-0'],
    [
      'registry.k8s.io/etcd:3.7.0-0',
      PREFIX,
      `skopeo copy --all docker://registry.k8s.io/etcd:3.7.0-0 docker://${PREFIX}/etcd:3.7.0-0`,
    ],
    ['python:3.14', null, 'docker.io/library/python:3.14'],
    [
      'python:3.14',
      PREFIX,
      `skopeo copy --all docker://docker.io/library/python:3.14 docker://${PREFIX}/library/python:3.14`,
    ],
    [
      'grafana/grafana:12.3.0',
      `${PREFIX}/`,
      `skopeo copy --all docker://docker.io/grafana/grafana:12.3.0 docker://${PREFIX}/grafana/grafana:12.3.0`,
    ],
  ])('%s with the prefix %s', (reference, prefix, text) => {
    const traefik = componentOf('traefik');
    const images = traefik.images.map((image) => ({ ...image, reference }));
    expect(preloadImages([{ ...traefik, images }], prefix).map(preloadText)).toEqual([text]);
  });
});
