// What choices change in the manifests: functions on parsed objects, which are left as they are and answered anew.
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { architecturesOf } from './architectures.ts';
import {
  COMPONENT_LABEL,
  type Component,
  MANAGED_BY,
  MANAGED_BY_LABEL,
  type ManifestObject,
  STEP_LABEL,
  type StackChoices,
  type StackSecrets,
} from './component.ts';
import { podSpecOf } from './workloads.ts';

const ARCHITECTURE_LABEL = 'kubernetes.io/arch';
const DEFAULT_CLASS_ANNOTATION = 'storageclass.kubernetes.io/is-default-class';
const SECRET_VERSION_ANNOTATION = 'bramble.dev/secret-version';
const INSECURE_KUBELETS = '--kubelet-insecure-tls';
const NGROK_UPSTREAM = 'http://traefik.traefik.svc:80';
const PREFIX_END = /\/+$/;

/**
 * The objects as they are applied: labelled, tolerating what was tainted and kept to boards that the images run on.
 * A Secret whose content was not given is left out: what the cluster has stays.
 */
export function filledIn(
  component: Component,
  objects: readonly ManifestObject[],
  choices: StackChoices,
  secrets: StackSecrets,
): ManifestObject[] {
  return objects.flatMap((given) => {
    const object = structuredClone(given);
    label(object, component);
    place(object, component, choices);
    if (choices.kubeletInsecureTls && component.id === 'metrics-server') addArgument(object, INSECURE_KUBELETS);
    if (choices.defaultStorageClass && object.kind === 'StorageClass')
      annotate(object, DEFAULT_CLASS_ANNOTATION, 'true');
    if (object.kind === 'Secret' && component.id === 'ngrok' && !fillSecret(object, secrets)) return [];
    return [withReplaced(object, replacementsFor(component, choices))];
  });
}

/** `registry.example:5000/mirror/prometheus/prometheus:v3.5.0`: the name as the registry of a classroom has it. */
export function imageUnder(registryPrefix: string | null, reference: string): string {
  const parsed = parseImageReference(reference);
  if (registryPrefix === null || parsed === null) return reference;
  const path = parsed.repository.slice(parsed.repository.indexOf('/') + 1);
  const version = `${parsed.tag === null ? '' : `:${parsed.tag}`}${parsed.digest === null ? '' : `@${parsed.digest}`}`;
  return `${registryPrefix.replace(PREFIX_END, '')}/${path}${version}`;
}

/**
 * Pods read a Secret once, when they start: with the version that it is stored under on their template they start anew
 * when it is another. The version is the API server's own count, and says nothing of what is in it.
 */
export function markedWithSecret(object: ManifestObject, resourceVersion: string): ManifestObject {
  if (object.kind !== 'Deployment') return object;
  const copy = structuredClone(object);
  const { template } = copy['spec'] as { template: { metadata: ManifestObject['metadata'] } };
  annotate(template, SECRET_VERSION_ANNOTATION, resourceVersion);
  return copy;
}

function label({ metadata }: ManifestObject, { id, step }: Component): void {
  metadata.labels = { ...metadata.labels, [MANAGED_BY_LABEL]: MANAGED_BY, [STEP_LABEL]: step, [COMPONENT_LABEL]: id };
}

function annotate({ metadata }: Pick<ManifestObject, 'metadata'>, key: string, value: string): void {
  metadata.annotations = { ...metadata.annotations, [key]: value };
}

/** Taints of other architectures are not tolerated: there the images could not start. */
function place(object: ManifestObject, component: Component, { tolerate }: StackChoices): void {
  const spec = podSpecOf(object);
  if (spec === null) return;
  const architectures = architecturesOf(component);
  const tolerated = tolerate.filter(({ value }) => architectures.includes(value));
  if (tolerated.length > 0) {
    spec.tolerations = [
      ...(spec.tolerations ?? []),
      ...tolerated.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect })),
    ];
  }
  const expression = { key: ARCHITECTURE_LABEL, operator: 'In', values: [...architectures] };
  spec.affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
    },
  };
}

function addArgument(object: ManifestObject, argument: string): void {
  for (const container of podSpecOf(object)?.containers ?? []) container.args = [...(container.args ?? []), argument];
}

/** Into `data`: fields of `stringData` have no owner once they are stored. */
function fillSecret(object: ManifestObject, { ngrokAuthtoken }: StackSecrets): boolean {
  if (ngrokAuthtoken === null) return false;
  object['data'] = { authtoken: base64(ngrokAuthtoken) };
  return true;
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function replacementsFor({ id, images }: Component, choices: StackChoices): readonly (readonly [string, string])[] {
  const { registryPrefix, ingress } = choices;
  const names = images.map(({ reference }) => [reference, imageUnder(registryPrefix, reference)] as const);
  if (id !== 'ngrok' || ingress === undefined) return names;
  return [...names, [NGROK_UPSTREAM, `http://${ingress.service}.${ingress.namespace}.svc:${ingress.port}`]];
}

/** In every text of it: an image is also named by arguments and by what a ConfigMap holds. */
function withReplaced(object: ManifestObject, pairs: readonly (readonly [string, string])[]): ManifestObject {
  const text = (_key: string, value: unknown) =>
    typeof value === 'string' ? pairs.reduce((all, [from, to]) => all.replaceAll(from, to), value) : value;
  const copy: ManifestObject = JSON.parse(JSON.stringify(object, text));
  return copy;
}
