// Addresses of Services: a cluster IP and node ports, from their ranges, each given out once.
// Mirrors pkg/registry/core/service/storage/alloc.go.
import { isIPv4 } from 'node:net';
import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import { invalid } from '../../refusals.ts';
import { withoutTypeFields } from '../write/service-type-fields.ts';
import type { Machine } from '../write/write-context.ts';
import { withFamilies } from './service-families.ts';

interface Range {
  start: number;
  size: number;
}

/** kubeadm's --service-cluster-ip-range: 10.96.0.0/12. */
const KUBEADM_RANGE: Range = { start: (10 << 24) | (96 << 16), size: 2 ** 20 };
/** k3s' is 10.43.0.0/16; of any other cluster as much is taken as can be told from its first address. */
const OTHER_RANGE_SIZE = 2 ** 16;
const NODE_PORT_MIN = 30_000;
const NODE_PORT_MAX = 32_767;
/** Beyond this many taken addresses in a row the range counts as full. */
const ATTEMPTS_MAX = 10_000;

export function withAddresses(machine: Machine, given: Service, previous: Service | undefined): Service {
  const service = withoutTypeFields(given, previous);
  const { spec } = service;
  if (spec === undefined || spec.type === 'ExternalName') return withFamilies(service);
  const clusterIP = spec.clusterIP || previous?.spec?.clusterIP || freeAddress(machine, service);
  // One that it had already cannot change, which validation says.
  if (!previous?.spec?.clusterIP) checkAddress(machine, service, clusterIP);
  // A changed address shows in both fields, so that validation sees the change.
  const clusterIPs = [clusterIP, ...(spec.clusterIPs ?? []).slice(1)];
  const ports = needsNodePorts(service) ? withNodePorts(machine, service, previous) : spec.ports;
  const whole = { ...spec, clusterIP, clusterIPs, ...(ports === undefined ? {} : { ports }) };
  return withFamilies({ ...service, spec: whole }, previous);
}

/** The API's own service always has the first address of the range. */
function rangeOf(machine: Machine): Range {
  const first = machine.store.get('services', 'default', 'kubernetes')?.spec?.clusterIP;
  if (first === undefined || !isIPv4(first)) return KUBEADM_RANGE;
  const number = numberOf(first);
  if (number === KUBEADM_RANGE.start + 1) return KUBEADM_RANGE;
  return { start: number - (number % OTHER_RANGE_SIZE), size: OTHER_RANGE_SIZE };
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function needsNodePorts({ spec }: Service): boolean {
  return spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}

/** An address that was asked for must be of the range and nobody else's; what is no address at all is refused later. */
function checkAddress(machine: Machine, service: Service, address: string): void {
  if (!isIPv4(address)) return;
  const { start, size } = rangeOf(machine);
  const place = numberOf(address) - start;
  const { uid } = service.metadata ?? {};
  const isTaken = machine.store
    .list('services')
    .some(({ metadata, spec }) => spec?.clusterIP === address && metadata.uid !== uid);
  const inRange = place > 0 && place < size - 1;
  if (inRange && !isTaken) return;
  const why = inRange ? 'provided IP is already allocated' : 'the provided network does not match the current range';
  const message = `Invalid value: ["${address}"]: failed to allocate IP ${address}: ${why}`;
  const cause = { field: 'spec.clusterIPs', reason: 'FieldValueInvalid', message };
  throw invalid('Service', '', service.metadata?.name ?? '', [cause]);
}

function freeAddress(machine: Machine, service: Service): string {
  const taken = new Set(machine.store.list('services').map(({ spec }) => spec?.clusterIP));
  const { start, size } = rangeOf(machine);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    // Neither the network's own address nor its last; the first is the API's.
    const number = start + 2 + machine.random.integer(size - 3);
    const address = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
    if (!taken.has(address)) return address;
  }
  throw full(service, 'spec.clusterIPs', 'failed to allocate IP: range is full');
}

function withNodePorts(machine: Machine, service: Service, previous: Service | undefined): ServicePort[] {
  const { uid } = service.metadata ?? {};
  const others = machine.store.list('services').filter(({ metadata }) => metadata.uid !== uid);
  const taken = new Set(others.flatMap(({ spec }) => (spec?.ports ?? []).map(portKey)));
  return (service.spec?.ports ?? []).map((port, index) => {
    const before = previous?.spec?.ports?.find((one) => one.port === port.port && one.protocol === port.protocol);
    const given = port.nodePort || before?.nodePort;
    if (given !== undefined && given !== 0 && (given < NODE_PORT_MIN || given > NODE_PORT_MAX)) {
      const range = `The range of valid ports is ${NODE_PORT_MIN}-${NODE_PORT_MAX}`;
      throw refusedPort(service, index, given, `provided port is not in the valid range. ${range}`);
    }
    const nodePort = given || freePort(machine, service, port, taken);
    const whole = { ...port, nodePort };
    if (taken.has(portKey(whole))) {
      throw refusedPort(service, index, nodePort, 'provided port is already allocated');
    }
    taken.add(portKey(whole));
    return whole;
  });
}

function refusedPort(service: Service, index: number, port: number, why: string) {
  const cause = {
    field: `spec.ports[${index}].nodePort`,
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${port}: ${why}`,
  };
  return invalid('Service', '', service.metadata?.name ?? '', [cause]);
}

function portKey({ nodePort, protocol = 'TCP' }: ServicePort): string {
  return `${protocol} ${nodePort ?? 0}`;
}

function freePort(machine: Machine, service: Service, port: ServicePort, taken: ReadonlySet<string>): number {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const nodePort = NODE_PORT_MIN + machine.random.integer(NODE_PORT_MAX - NODE_PORT_MIN + 1);
    if (!taken.has(portKey({ ...port, nodePort }))) return nodePort;
  }
  throw full(service, 'spec.ports', 'failed to allocate a nodePort: range is full');
}

function full(service: Service, field: string, why: string) {
  const message = `Internal error: ${why}`;
  return invalid('Service', '', service.metadata?.name ?? '', [{ field, reason: 'InternalError', message }]);
}
