// What is asked of the real autoscaler's controller and of the rules here, and what they answer.
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus } from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';

/** When the first look is; the others follow, each so many seconds after the one before. */
export const FIRST_LOOK_MS = Date.UTC(2000, 0, 1);

export interface Question {
  /** As an API server stores it: with its defaults. */
  autoscaler: HorizontalPodAutoscaler;
  syncSeconds: number;
  looks: GivenLook[];
}

/** What the controller finds at one look. */
export interface GivenLook {
  /** Somebody scales the target before this look; absent: it is as the look before left it. */
  specReplicas?: number;
  statusReplicas: number;
  selector: string;
  /** Why the target's scale cannot be read, or not be changed. */
  scaleError?: string;
  refusal?: string;
  /** All there are in the namespace. */
  pods: Pod[];
  /** By the metric's key; of one that is not here there is no answer. */
  metrics: Record<string, Reading>;
}

/** What a metric's API answers: one of these. */
export interface Reading {
  error?: string;
  /** By pod. */
  pods?: Record<string, { valueMilli: number; at: string; windowSeconds: number }>;
  /** One for an object, one for each series of an outside metric. */
  valuesMilli?: number[];
}

export interface Answer {
  looks: LookAnswer[];
}

export interface LookAnswer {
  at: string;
  status: HorizontalPodAutoscalerStatus;
  events: { type: string; reason: string; message: string }[] | null;
  /** What the target was to be scaled to; null: it stays. */
  rescale: number | null;
}
