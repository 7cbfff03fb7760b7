import type { Service } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { withoutTypeFields } from './service-type-fields.ts';

const NODE_PORT: Service = {
  spec: {
    type: 'NodePort',
    clusterIP: '10.96.0.5',
    clusterIPs: ['10.96.0.5'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    externalTrafficPolicy: 'Cluster',
    ports: [{ port: 80, nodePort: 30080 }],
  },
};

function changedTo(spec: NonNullable<Service['spec']>): Service['spec'] {
  return withoutTypeFields({ spec: { ...NODE_PORT.spec, ...spec } }, NODE_PORT).spec;
}

describe('a NodePort service', () => {
  it('has no addresses and no node ports any more as an ExternalName', () => {
    expect(changedTo({ type: 'ExternalName', externalName: 'a.b' })).toEqual({
      type: 'ExternalName',
      externalName: 'a.b',
      ports: [{ port: 80 }],
    });
  });

  it('keeps its address as a ClusterIP, without node ports', () => {
    expect(changedTo({ type: 'ClusterIP' })).toMatchObject({ clusterIP: '10.96.0.5', ports: [{ port: 80 }] });
  });

  it('keeps what the same request asks for, for validation to judge', () => {
    const ports = [{ port: 80, nodePort: 31000 }];
    expect(changedTo({ type: 'ClusterIP', ports })?.ports).toEqual(ports);
  });
});
