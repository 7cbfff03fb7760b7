// What is decided before any node is looked at: that none will do, or that only nodes of certain names may.
// Mirrors RunPreFilterPlugins of kubernetes pkg/scheduler/framework/runtime/framework.go and the plugins' PreFilter.
import type { VolumeRefusal } from '../volumes/pod-volumes.ts';
import { type FilterFailure, unresolvable } from './filter-failure.ts';
import { namedNodes } from './node-affinity.ts';
import type { SchedulingPod } from './scheduling-input.ts';

const CONFLICT = 'pod affinity terms conflict';

export interface PreFilter {
  refusal: FilterFailure | null;
  /** Null when a node of any name may do. */
  names: ReadonlySet<string> | null;
  /** What every other node fails for; null when there are no others. */
  leftOut: FilterFailure | null;
  /** Those that refuse it or leave nodes out. */
  plugins: readonly string[];
}

const ANY_NODE: PreFilter = { refusal: null, names: null, leftOut: null, plugins: [] };

/** In the plugins' order: name, affinity, then what its volumes say. */
export function preFilter(pod: SchedulingPod, volumes: VolumeRefusal | null): PreFilter {
  const wanted = pod.nodeName;
  const named = namedNodes(pod);
  if (named?.size === 0) return refused('NodeAffinity', CONFLICT);
  const plugins = [...(named === null ? [] : ['NodeAffinity']), ...(wanted === null ? [] : ['NodeName'])];
  const names = wanted === null ? named : new Set(named === null || named.has(wanted) ? [wanted] : []);
  const [plugin] = plugins;
  if (plugin === undefined || names === null) {
    return volumes === null ? ANY_NODE : refused(volumes.plugin, volumes.reason);
  }
  // As a list of Go prints itself.
  const list = `[${plugins.join(' ')}]`;
  if (names.size === 0) {
    return { ...refused(plugin, `node(s) didn't satisfy plugin(s) ${list} simultaneously`), plugins };
  }
  if (volumes !== null) return refused(volumes.plugin, volumes.reason);
  return { refusal: null, names, leftOut: unresolvable(plugin, `node(s) didn't satisfy plugin(s) ${list}`), plugins };
}

function refused(plugin: string, reason: string): PreFilter {
  return { refusal: unresolvable(plugin, reason), names: null, leftOut: null, plugins: [plugin] };
}
