import 'server-only';
// Pins the pods of YAML documents to what their images support, in place: comments, order and style stay.
import {
  type Document,
  isMap,
  isSeq,
  parseAllDocuments,
  type ToStringOptions,
  type YAMLMap,
  type Node as YamlNode,
} from 'yaml';
import { z } from 'zod';
import { StatusError } from '#lib/kube/index.ts';
import { type PinInput, type PinResult, pinPlacement } from '#lib/model/images/pin.ts';
import type { PinnedDocument, PinnedYaml } from '#lib/model/images/pin-answer.ts';
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import { ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { affinityShape } from '../actions/affinity-shape.ts';

const OBJECTS_MAX = 100;
const CONTAINERS_MAX = 100;
/** Where each kind keeps its pod's spec. */
const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};
const PLACEMENT = z.object({
  nodeSelector: z.record(z.string(), z.string()).nullable(),
  affinity: affinityShape.nullable(),
});
const REQUIRED = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'] as const;

/** An object of the input: where its pod's spec is, and its images. */
interface Found {
  about: string;
  document: Document;
  spec: YAMLMap | null;
  images: readonly string[];
}

/** JSON is YAML too. Throws StatusError 400 for what cannot be read, 413 for too much. */
export class PinYaml {
  readonly #text: string;
  readonly #documents: readonly Document[];
  readonly #found: readonly Found[];

  constructor(text: string) {
    const documents = parseAllDocuments(text, { prettyErrors: false });
    for (const [index, { errors }] of documents.entries()) {
      const [error] = errors;
      if (error === undefined) continue;
      const message = `document ${index + 1} is not valid YAML: ${error.message}`;
      throw new StatusError(400, 'BadRequest', message.slice(0, 300));
    }
    this.#text = text;
    this.#documents = documents;
    this.#found = documents.flatMap(objectsOf);
    if (this.#found.length === 0) {
      const message = 'there is no Kubernetes object in it: send YAML such as kubectl get -o yaml prints';
      throw new StatusError(400, 'BadRequest', message);
    }
    if (this.#found.length > OBJECTS_MAX) {
      throw new StatusError(413, 'RequestEntityTooLarge', `at most ${OBJECTS_MAX} objects are pinned at a time`);
    }
  }

  get images(): ReadonlySet<string> {
    return new Set(this.#found.flatMap(({ images }) => images));
  }

  /** Once: the documents are changed. */
  pinned(platformsOf: PlatformsOf): PinnedYaml {
    const documents = this.#found.map((found) => pinObject(found, platformsOf));
    const isChanged = documents.some(({ outcome }) => outcome === 'pinned');
    return { yaml: isChanged ? this.#written() : this.#text, documents };
  }

  #written(): string {
    const [only, ...more] = this.#documents;
    if (only !== undefined && more.length === 0 && isJson(this.#text))
      return `${JSON.stringify(only.toJS(), null, 2)}\n`;
    const style = styleOf(this.#text);
    return this.#documents.map((document) => document.toString(style)).join('');
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As the author writes: lists under their key or further in, braces with room or without. */
function styleOf(text: string): ToStringOptions {
  return {
    lineWidth: 0,
    indentSeq: !/^( *)[^\s#-][^\n]*:\n\1- /m.test(text),
    flowCollectionPadding: /[{[] \S/.test(text),
  };
}

function objectsOf(document: Document): Found[] {
  const root = document.contents;
  if (!isMap(root)) return [];
  const items = root.get('items');
  if (!isSeq(items)) return [foundIn(document, root)];
  return items.items.flatMap((item) => (isMap(item) ? [foundIn(document, item)] : []));
}

function foundIn(document: Document, object: YAMLMap): Found {
  const kind = textOf(object.get('kind')) || 'an object without a kind';
  const about = `${kind} ${textOf(object.getIn(['metadata', 'name']))}`.trim();
  const path = POD_SPECS[kind];
  const spec = path === undefined ? null : object.getIn(path);
  if (!isMap(spec)) return { about, document, spec: null, images: [] };
  const images = ['initContainers', 'containers'].flatMap((field) => {
    const list = spec.get(field);
    if (!isSeq(list)) return [];
    return list.items.slice(0, CONTAINERS_MAX).flatMap((container) => {
      const image = isMap(container) ? container.get('image') : null;
      return typeof image === 'string' ? [image] : [];
    });
  });
  return { about, document, spec, images: [...new Set(images)] };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pinObject(found: Found, platformsOf: PlatformsOf): PinnedDocument {
  const { about, document, spec, images } = found;
  if (spec === null || images.length === 0) return { about, outcome: 'unchanged', text: 'it has no pod with images' };
  const known = images.map((image) => {
    const { source, platforms, how } = platformsOf(image);
    return { image, platforms: source === 'registry' ? platforms : null, how };
  });
  const placement = placementIn(document, spec);
  if (placement === null) {
    const text =
      'its nodeSelector or its affinity is none that Kubernetes takes, or has aliases that cannot be followed';
    return { about, outcome: 'impossible', text };
  }
  const pinned = pinPlacement(placement, known);
  if (pinned.kind === 'already') return { about, outcome: 'unchanged', text: pinned.text };
  if (pinned.kind === 'impossible') {
    const hows = new Set(known.flatMap(({ platforms, how }) => (platforms === null ? [how] : [])));
    return { about, outcome: 'impossible', text: [pinned.text, ...hows].join(': ') };
  }
  if (!write(document, spec, pinned)) {
    return { about, outcome: 'impossible', text: 'its affinity is an alias, or begun and left empty: write it out' };
  }
  return { about, outcome: 'pinned', text: `requires ${ARCH_LABEL} in (${pinned.archs.join(', ')})` };
}

/** Null where it has another shape than Kubernetes', or aliases that name nothing or nest too deep to be followed. */
function placementIn(document: Document, spec: YAMLMap): PinInput | null {
  const plain = (field: string): unknown => {
    const node = spec.get(field, true) as YamlNode | undefined;
    return withoutNulls(node?.toJS(document) ?? null);
  };
  try {
    const given = PLACEMENT.safeParse({ nodeSelector: plain('nodeSelector'), affinity: plain('affinity') });
    return given.success ? given.data : null;
  } catch (error) {
    // What yaml throws for such aliases.
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

/** A field that is left empty is absent to the API. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => (inner === null && key !== '' ? undefined : inner));
}

/** False where that cannot be written in place. */
function write(document: Document, spec: YAMLMap, pin: Extract<PinResult, { kind: 'pin' }>): boolean {
  const requirement = document.createNode(pin.requirement);
  const values = requirement.get('values', true);
  if (isSeq(values)) values.flow = true;
  try {
    if (pin.terms.length === 0) {
      spec.setIn([...REQUIRED, 'nodeSelectorTerms'], document.createNode([{ matchExpressions: [] }]));
      spec.addIn([...REQUIRED, 'nodeSelectorTerms', 0, 'matchExpressions'], requirement);
      return true;
    }
    for (const index of pin.terms) {
      const path = [...REQUIRED, 'nodeSelectorTerms', index, 'matchExpressions'];
      if (isSeq(spec.getIn(path))) spec.addIn(path, requirement.clone());
      else spec.setIn(path, document.createNode([requirement.clone()]));
    }
    return true;
  } catch {
    // An alias is no collection: what it stands for is written elsewhere, and belongs to others as well.
    return false;
  }
}
