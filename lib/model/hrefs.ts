// Addresses of pages about one thing.
import type { PodRef } from './overview/overview-view.ts';

export function podHref({ namespace, name }: PodRef): string {
  return `/pods/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

export function nodeHref(name: string): string {
  return `/nodes/${encodeURIComponent(name)}`;
}

/** The panel that says why a pod is where it is, or nowhere. */
export function whyHref({ namespace, name }: PodRef): string {
  // A slash may stand in a query, and is easier to read.
  return `/placement?why=${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

/** Its row among all workloads. */
export function workloadHref(namespace: string, name: string): string {
  return `/placement?${new URLSearchParams({ namespace, text: name })}`;
}

export function autoscalerHref({ namespace, name }: { namespace: string; name: string }): string {
  return `/autoscaling/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}
