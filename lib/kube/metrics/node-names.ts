// Which node a series of a Prometheus is about: by its labels, which every way of scraping sets in its own manner.
import { NODE_LABELS } from '#lib/rules/prometheus/expressions.ts';

/** Of a Node: its name and `status.addresses`. */
export interface KnownNode {
  name: string;
  addresses: readonly { type: string; address: string }[];
}

export class NodeNames {
  /** Null for what two nodes have in common. */
  readonly #byText = new Map<string, string | null>();

  /** `ownNames`: what boards at an instance call themselves. */
  constructor(nodes: readonly KnownNode[], ownNames: ReadonlyMap<string, string> = new Map()) {
    for (const { name, addresses } of nodes) {
      this.#know(name, name);
      for (const { address } of addresses) this.#know(address.toLowerCase(), name);
    }
    // `pi5.local` is pi5 where no other node is.
    for (const { name } of nodes) this.#know(firstPart(name), name);
    for (const [instance, own] of ownNames) {
      const name = this.#nodeAt(own) ?? this.#nodeAt(firstPart(own.toLowerCase()));
      if (name !== null && !this.#byText.has(instance)) this.#byText.set(instance, name);
    }
  }

  /** Null where none of the labels names a node of this cluster. */
  of(labels: Readonly<Record<string, string>>): string | null {
    for (const label of NODE_LABELS) {
      const value = labels[label];
      if (value === undefined || value === '') continue;
      const node = this.#nodeAt(value) ?? this.#nodeAt(withoutPort(value));
      if (node !== null) return node;
    }
    return null;
  }

  #know(text: string, name: string): void {
    const known = this.#byText.get(text);
    if (known === undefined) this.#byText.set(text, name);
    else if (known !== name && text !== known) this.#byText.set(text, null);
  }

  #nodeAt(text: string): string | null {
    return this.#byText.get(text) ?? this.#byText.get(text.toLowerCase()) ?? null;
  }
}

/** From what node_exporter says of each instance (node_uname_info). */
export function ownNames(
  samples: readonly { labels: Readonly<Record<string, string>> }[],
): ReadonlyMap<string, string> {
  return new Map(
    samples.flatMap(({ labels: { instance, nodename } }) =>
      instance === undefined || nodename === undefined ? [] : [[instance, nodename] as const],
    ),
  );
}

function firstPart(name: string): string {
  return name.split('.')[0] ?? name;
}

/** `192.168.7.9:9100`, `[fd00::7]:9100`, `pi5:9100`. */
function withoutPort(instance: string): string {
  return instance.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
