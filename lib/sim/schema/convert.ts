// Objects that are served in another version than they are stored: autoscaling/v1 and events.k8s.io/v1.

import { autoscalerFromV1, autoscalerToV1 } from '#lib/rules/hpa/v1-form.ts';
import type { JsonDraft } from '../json.ts';
import type { KubeObject } from '../store/object.ts';
import { apiVersionOf } from './group-version.ts';
import type { ResourceType } from './resources.ts';

interface Conversion {
  /** From the served version to the stored one; fields neither knows are kept. */
  toStored: (object: KubeObject) => KubeObject;
  fromStored: (object: KubeObject) => KubeObject;
}

/** Fields of an event in core/v1 by their names in events.k8s.io/v1 (pkg/apis/events/v1/conversion.go). */
const EVENT_FIELDS: Readonly<Record<string, string>> = {
  deprecatedCount: 'count',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedSource: 'source',
  note: 'message',
  regarding: 'involvedObject',
  reportingController: 'reportingComponent',
};

const CORE_EVENT_FIELDS = Object.fromEntries(Object.entries(EVENT_FIELDS).map(([ours, core]) => [core, ours]));

function renamed(object: KubeObject, names: Readonly<Record<string, string>>, apiVersion: string): KubeObject {
  const entries = Object.entries(object as JsonDraft).map(([name, value]) => [names[name] ?? name, value] as const);
  return { ...Object.fromEntries(entries), apiVersion };
}

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  'autoscaling/v1 HorizontalPodAutoscaler': {
    toStored: (object) => autoscalerFromV1(object as JsonDraft),
    fromStored: (object) => autoscalerToV1(object as JsonDraft),
  },
  'events.k8s.io/v1 Event': {
    toStored: (object) => renamed(object, EVENT_FIELDS, 'v1'),
    fromStored: (object) => renamed(object, CORE_EVENT_FIELDS, 'events.k8s.io/v1'),
  },
};

/** How a served type is converted; undefined where it is stored as it is served. */
export function conversionOf(type: Pick<ResourceType, 'group' | 'kind' | 'version'>): Conversion | undefined {
  return CONVERSIONS[`${apiVersionOf(type)} ${type.kind}`];
}
