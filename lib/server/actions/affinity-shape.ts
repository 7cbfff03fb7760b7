import 'server-only';
// The shape of an affinity as it comes from outside: what rules here and words about it may rely on. Whether it makes
// sense is the API server's to say, which tries it out before anything is written (core/v1 types.go).
import { z } from 'zod';

const TEXT_CHARS_MAX = 400;
/** An affinity may name every node. */
const ENTRIES_MAX = 1_000;

const text = z.string().max(TEXT_CHARS_MAX);
const list = <T extends z.ZodType>(of: T) => z.array(of).max(ENTRIES_MAX);
const requirement = z.strictObject({ key: text, operator: text, values: list(text).optional() });
const labelSelector = z.strictObject({
  matchLabels: z.record(text, text).optional(),
  matchExpressions: list(requirement).optional(),
});
const weight = z.number().int();

const nodeTerm = z.strictObject({
  matchExpressions: list(requirement).optional(),
  matchFields: list(requirement).optional(),
});
const podTerm = z.strictObject({
  topologyKey: text,
  labelSelector: labelSelector.optional(),
  namespaces: list(text).optional(),
  namespaceSelector: labelSelector.optional(),
  matchLabelKeys: list(text).optional(),
  mismatchLabelKeys: list(text).optional(),
});

const podRules = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: list(podTerm).optional(),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    z.strictObject({ weight, podAffinityTerm: podTerm }),
  ).optional(),
});

export const affinityShape = z.strictObject({
  nodeAffinity: z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: z.strictObject({ nodeSelectorTerms: list(nodeTerm) }).optional(),
      preferredDuringSchedulingIgnoredDuringExecution: list(
        z.strictObject({ weight, preference: nodeTerm }),
      ).optional(),
    })
    .optional(),
  podAffinity: podRules.optional(),
  podAntiAffinity: podRules.optional(),
});
