import 'server-only';
// Where pages and routes find the hub. Next bundles them and instrumentation apart, so it lives on globalThis;
// only instrumentation makes it, so that the Kubernetes client is in one bundle and in memory once.
import type { Hub } from './hub.ts';

const HUB = Symbol.for('bramble.hub');
const place = globalThis as { [HUB]?: Hub };

/** Instrumentation starts it before the first request comes in. */
export function hub(): Hub {
  if (place[HUB] === undefined) throw new Error('the hub was asked for before it was started');
  return place[HUB];
}

export function setHub(started: Hub): void {
  place[HUB] = started;
}
