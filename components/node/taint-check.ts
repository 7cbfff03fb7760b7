// What is wrong with a taint somebody is typing, in words, before anything is sent.
// Mirrors apimachinery pkg/api/validate/content/kube.go (IsLabelKey, IsLabelValue); the API server has the last word.

import type { TaintInput } from '#lib/model/actions/node-action.ts';
import type { NodeView } from '#lib/model/node/node-view.ts';

const NAME_CHARS_MAX = 63;
const PREFIX_CHARS_MAX = 253;
/** Taints under it are set and removed by Kubernetes itself, from the node's conditions. */
const SYSTEM_PREFIX = 'node.kubernetes.io/';

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/;
const DNS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const NAME_RULE = 'Letters, digits, "-", "_" and ".", with a letter or digit at both ends.';

/** Null when the key can be one. */
export function keyProblem(key: string): string | null {
  if (key === '') return 'A taint needs a key, for example "team" or "example.com/team".';
  if (key.startsWith(SYSTEM_PREFIX)) return `Kubernetes itself sets the taints under ${SYSTEM_PREFIX}.`;
  if (/[=:]/.test(key)) return 'Only the key goes here: what stands after "=" is the value, after ":" the effect.';
  const [first = '', second, ...more] = key.split('/');
  if (more.length > 0) return 'A key has at most one "/": a domain before it, a name after it.';
  if (second === undefined) return nameProblem(first);
  if (!DNS.test(first) || first.length > PREFIX_CHARS_MAX) {
    return 'Before the "/" stands a domain in lower case, for example "example.com".';
  }
  return nameProblem(second);
}

/** Null when the value can be one; it may be empty. */
export function valueProblem(value: string): string | null {
  return value === '' ? null : nameProblem(value);
}

/** The taint with the same key and effect and another value: it can only be replaced. */
export function replacedBy(taint: TaintInput, node: NodeView): string | null {
  const same = node.taints.find((other) => other.key === taint.key && other.effect === taint.effect);
  return same === undefined || (same.value ?? '') === taint.value ? null : (same.value ?? '');
}

function nameProblem(name: string): string | null {
  if (name === '') return 'After the "/" a name is missing.';
  if (name.length > NAME_CHARS_MAX) return `At most ${NAME_CHARS_MAX} characters; these are ${name.length}.`;
  return NAME.test(name) ? null : NAME_RULE;
}
