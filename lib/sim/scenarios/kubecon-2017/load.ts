// The talk's load generator: quiet while its pods are looked at, then a slow wave that the autoscaler follows.
import type { LoadCurve } from '../../usage/load-curve.ts';

/** Requests per second on the sample app at the first instant: 333m for each of 8 pods. */
export const SAMPLE_REQUESTS_PER_SECOND = 2.664;

/** At 100 for each pod these ask for ten replicas and for two. */
const CREST = 995;
const TROUGH = 120;

/** The first wave begins five minutes after the first instant; after that one every twenty minutes. */
export const SAMPLE_LOAD: LoadCurve = {
  points: [
    [0, SAMPLE_REQUESTS_PER_SECOND],
    [300, SAMPLE_REQUESTS_PER_SECOND],
    [360, TROUGH],
    [660, CREST],
    [900, CREST],
    [1_200, TROUGH],
    [1_560, TROUGH],
  ],
  repeatFromSeconds: 360,
};
