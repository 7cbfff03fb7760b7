import 'server-only';
// Names of pods as they come from outside.
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { dnsLabelErrors, dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';

/** Null where no pod can have these names, which else are one segment of a path each. */
export function podRefOf(namespace: string, name: string): PodRef | null {
  if (dnsLabelErrors(namespace).length > 0 || dnsSubdomainErrors(name).length > 0) return null;
  return { namespace, name };
}

/** Of a topic `<prefix><namespace>/<pod>`; null for any other name. */
export function podRefUnder(prefix: string, topic: TopicName): PodRef | null {
  if (!topic.startsWith(prefix)) return null;
  const [namespace = '', name = '', ...more] = topic.slice(prefix.length).split('/');
  return more.length > 0 ? null : podRefOf(namespace, name);
}
