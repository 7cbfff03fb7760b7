// Takes out of a cluster's objects what is nobody else's business, and keeps how they hang together.
// What is removed: Secrets' and ConfigMaps' values, environment, certificates, tokens, credentials in arguments and
// URLs, annotations that may hold configuration. What is replaced alike everywhere: addresses, uids, hardware ids.
import { isList, isObject, type JsonDraft, type JsonObject, objectAt, objectsAt, setOwn } from '../../json.ts';
import type { KubeObject } from '../../store/object.ts';
import { keptAnnotation } from './annotations.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { announcesSecret, isSecretField, REMOVED, type TextScrubber, textScrubber } from './scrub-text.ts';

export interface ScrubOptions {
  /** Keeps ConfigMaps' values, but for what looks secret in them. */
  withConfigMaps: boolean;
  /** Calls nodes after their architecture: `arm64-1`. */
  renameNodes: boolean;
}

/** Nobody who replays needs them: who set which field, and what was once applied. */
const DROPPED = new Set(['managedFields', 'selfLink', 'caBundle', 'imagePullSecrets', 'resourceVersion']);
/** Lists of a name and a value, of which only the name stays. */
const NAMED_VALUES = new Set(['env', 'httpHeaders']);
/** Token Secrets of kubeadm carry half of the token in their name. */
const LEFT_OUT_SECRETS = new Set(['bootstrap.kubernetes.io/token']);

/** Pure: the objects given stay as they are. Throws nothing. */
export function scrub(objects: readonly KubeObject[], options: ScrubOptions): KubeObject[] {
  const pseudonyms = new Pseudonyms();
  const names = options.renameNodes ? otherNames(objects) : new Map<string, string>();
  const scrubber = new Scrubber(textScrubber(pseudonyms, names), pseudonyms, options);
  return objects.filter((object) => !isLeftOut(object)).map((object) => scrubber.object(object));
}

function isLeftOut(object: KubeObject): boolean {
  return object.kind === 'Secret' && 'type' in object && LEFT_OUT_SECRETS.has(String(object.type));
}

function otherNames(objects: readonly KubeObject[]): Map<string, string> {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const object of objects) {
    if (object.kind !== 'Node' || object.metadata?.name === undefined) continue;
    const stated = objectAt(object, 'status', 'nodeInfo')?.['architecture'];
    const architecture = typeof stated === 'string' ? stated : 'node';
    const count = (counts.get(architecture) ?? 0) + 1;
    counts.set(architecture, count);
    names.set(object.metadata.name, `${architecture}-${count}`);
  }
  return names;
}

class Scrubber {
  readonly #text: TextScrubber;
  readonly #pseudonyms: Pseudonyms;
  readonly #options: ScrubOptions;

  constructor(text: TextScrubber, pseudonyms: Pseudonyms, options: ScrubOptions) {
    this.#text = text;
    this.#pseudonyms = pseudonyms;
    this.#options = options;
  }

  object(object: KubeObject): KubeObject {
    const clean = this.#fields(object as JsonObject);
    this.#ofKind(clean, object.kind ?? '');
    return clean;
  }

  #ofKind(clean: JsonDraft, kind: string): void {
    if (kind === 'Secret') {
      empty(clean, 'data');
      empty(clean, 'stringData');
    } else if (kind === 'ConfigMap') {
      if (!this.#options.withConfigMaps) empty(clean, 'data');
      empty(clean, 'binaryData');
    } else if (kind === 'ServiceAccount') {
      delete clean['secrets'];
    } else if (kind === 'CertificateSigningRequest') {
      const spec = objectAt(clean, 'spec');
      if (spec !== undefined) spec['request'] = '';
      delete objectAt(clean, 'status')?.['certificate'];
    } else if (kind === 'Node') {
      this.#node(clean);
    } else if (kind === 'Pod') {
      this.#pod(clean);
    }
  }

  #node(clean: JsonDraft): void {
    const info = objectAt(clean, 'status', 'nodeInfo');
    const machine = info?.['machineID'];
    if (info !== undefined && typeof machine === 'string') info['machineID'] = this.#pseudonyms.hex(machine);
    const status = objectAt(clean, 'status');
    if (status !== undefined) {
      status['addresses'] = objectsAt(status, 'addresses').filter(({ type }) => !String(type).endsWith('DNS'));
    }
    const spec = objectAt(clean, 'spec');
    const provider = spec?.['providerID'];
    // A cloud's id of a machine names account, zone and instance.
    if (spec !== undefined && typeof provider === 'string') {
      spec['providerID'] = `${provider.split('://')[0]}://${String(objectAt(clean, 'metadata')?.['name'])}`;
    }
  }

  #pod(clean: JsonDraft): void {
    const lists = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];
    for (const status of lists.flatMap((list) => objectsAt(clean, 'status', list))) {
      for (const holder of [status, ...ends(status)]) {
        const id = holder['containerID'];
        if (typeof id !== 'string') continue;
        const [runtime = '', hex = ''] = id.split('://');
        holder['containerID'] = `${runtime}://${this.#pseudonyms.hex(hex)}`;
      }
    }
  }

  #fields(object: JsonObject): JsonDraft {
    const clean: JsonDraft = {};
    for (const [name, value] of Object.entries(object)) {
      if (DROPPED.has(name) || value === undefined) continue;
      setOwn(clean, this.#text(name), this.#field(name, value));
    }
    return clean;
  }

  #field(name: string, value: unknown): unknown {
    if (name === 'annotations' && isObject(value)) return this.#annotations(value);
    if (NAMED_VALUES.has(name) && isList(value)) return value.map((one) => this.#withoutValue(one));
    if (typeof value === 'string' && isSecretField(name)) return REMOVED;
    return this.#value(value);
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (isList(value)) return this.#list(value);
    return isObject(value) ? this.#fields(value) : value;
  }

  /** `--password`, then the password. */
  #list(list: readonly unknown[]): unknown[] {
    return list.map((value, index) => {
      const before = list[index - 1];
      const isSecret = typeof before === 'string' && announcesSecret(before);
      return isSecret && typeof value === 'string' && !value.startsWith('-') ? REMOVED : this.#value(value);
    });
  }

  #withoutValue(one: unknown): unknown {
    if (!isObject(one)) return REMOVED;
    const clean = this.#fields(one);
    if (typeof clean['value'] === 'string') clean['value'] = '';
    return clean;
  }

  #annotations(annotations: JsonObject): JsonDraft {
    const clean: JsonDraft = {};
    for (const [key, value] of Object.entries(annotations)) {
      const kept = keptAnnotation(key);
      if (kept === 'dropped') continue;
      setOwn(clean, this.#text(key), kept === 'kept' ? this.#text(String(value)) : '');
    }
    return clean;
  }
}

/** The keys stay: how many there are shows in tables, and pods mount them by name. */
function empty(object: JsonDraft, field: string): void {
  const data = object[field];
  if (isObject(data)) for (const key of Object.keys(data)) setOwn(data, key, '');
}

function ends(status: JsonDraft): JsonDraft[] {
  return ['state', 'lastState'].flatMap((state) => {
    const terminated = objectAt(status, state, 'terminated');
    return terminated === undefined ? [] : [terminated];
  });
}
