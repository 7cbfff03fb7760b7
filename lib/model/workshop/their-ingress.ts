// The Service of a Traefik that somebody else keeps: what is made public leads to it.
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import type { StackChoices } from '#lib/stack/component.ts';
import type { ServiceRecord } from '../records/records.ts';
import type { WorkshopFacts } from './facts.ts';
import { type Known, known, notKnown } from './known.ts';
import { presenceOf } from './presence.ts';
import type { StandingObject } from './standing.ts';

export type TheirIngress = NonNullable<StackChoices['ingress']>;

/** What Traefik's charts and manifests call the port of plain HTTP, and which it is. */
const WEB = { name: 'web', port: 80 };
/** Whatever registry or mirror it is from: `rancher/mirrored-library-traefik`. */
const TRAEFIK = /(^|[/-])traefik$/;

/** Null where there is none but ours. */
export function theirIngress(facts: WorkshopFacts): Known<TheirIngress> | null {
  const presence = presenceOf(componentOf('traefik'), facts);
  if (presence.state !== 'theirs') return null;
  const { services, workloads, standing } = facts;
  if (!services.known) return services;
  if (!workloads.known) return workloads;
  const names = new Set(standing.objects.filter(isTraefik).map(keyOf));
  const controllers = workloads.value.filter((one) => names.has(keyOf(one)));
  for (const { namespace, template } of controllers) {
    for (const service of services.value) {
      const port = service.namespace === namespace && selects(service, template.labels) ? webPort(service) : null;
      if (port !== null) return known({ namespace, service: service.name, port });
    }
  }
  if (controllers.length === 0) return notKnown(`no workload of it was found beside ${presence.where}`);
  return notKnown(`no Service leads to port ${WEB.name} or ${WEB.port} of ${controllers.map(keyOf).join(', ')}`);
}

function isTraefik({ images }: StandingObject): boolean {
  return images.some((image) => TRAEFIK.test(parseImageReference(image)?.repository ?? ''));
}

function keyOf({ kind, namespace, name }: Pick<StandingObject, 'kind' | 'namespace' | 'name'> | WorkloadKey): string {
  return `${kind} ${namespace}/${name}`;
}

interface WorkloadKey {
  kind: string;
  namespace: string;
  name: string;
}

/** A Service without a selector leads where somebody writes by hand. */
function selects({ selector }: ServiceRecord, labels: Readonly<Record<string, string>>): boolean {
  return Object.keys(selector).length > 0 && matchesLabelSelector({ matchLabels: selector }, labels);
}

function webPort({ ports }: ServiceRecord): number | null {
  const found = ports.find(({ name }) => name === WEB.name) ?? ports.find(({ port }) => port === WEB.port);
  return found?.port ?? null;
}
