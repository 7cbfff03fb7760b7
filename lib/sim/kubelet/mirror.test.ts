import { describe, expect, it } from 'vitest';
import { ImageRegistry } from './image-registry.ts';

const PRIVATE = {
  name: 'registry.example.com/team/private-app',
  tags: null,
  platforms: ['amd64'],
  credentials: { username: 'learner', password: 'open-sesame' },
  sizeBytes: 1,
  startupMs: 1,
  log: 'quiet',
  usage: 'idle',
};
const registry = new ImageRegistry([PRIVATE]);

describe('a registry of one’s own', () => {
  it.each([
    ['registry.classroom.example:5000/library/nginx:1.29', 'nginx'],
    ['registry.classroom.example:5000/mirror/library/nginx:1.29', 'nginx'],
    ['10.0.0.7:5000/a/b/kube-proxy:v1.37.2', 'registry.k8s.io/kube-proxy'],
    ['registry.school.example/coredns/coredns:v1.13.1', 'registry.k8s.io/coredns/coredns'],
  ])('holds %s', (image, name) => {
    expect(registry.factsOf(image)?.name).toBe(name);
  });

  it.each([
    ['registry.classroom.example:5000/library/no-such-image:1'],
    // What a known registry holds is known.
    ['registry.k8s.io/library/nginx:1.29'],
    ['registry.example.com/library/nginx:1.29'],
    ['example.com/kube-proxy:v1.37.2'],
    ['registry.classroom.example:5000/team/private-app:1'],
  ])('does not hold %s', (image) => {
    expect(registry.factsOf(image)).toBeUndefined();
  });

  it('has the content of the original', () => {
    const digestOf = (repository: string) => registry.digestOf({ repository, tag: '1.29', digest: null });
    expect(digestOf('registry.classroom.example:5000/library/nginx')).toBe(digestOf('docker.io/library/nginx'));
  });
});
