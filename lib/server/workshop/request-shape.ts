import 'server-only';
// What is asked of the workshop, as it comes from outside: its shape and its bounds.
import { z } from 'zod';
import { NGROK_TOKEN_LENGTH_MAX } from '#lib/model/workshop/workshop-request.ts';
import { ARCH_LABEL, BETA_ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { TAINT_EFFECTS } from '#lib/rules/nodes/taint-spec.ts';
import { EXTRA_IDS } from '#lib/stack/catalogue.ts';
import { STEP_IDS } from '#lib/stack/component.ts';

const ARCHITECTURE = /^[a-z0-9_]{1,30}$/;
const ARCHITECTURES_MAX = 20;
/** Host, port and path as an image's name begins: no scheme, no tag. */
const REGISTRY_PREFIX = /^[a-z0-9.-]{1,200}(?::\d{1,5})?(?:\/[a-z0-9._-]{1,100}){0,5}\/?$/;
const TOKEN = /^[\x21-\x7e]+$/;

const step = z.enum(STEP_IDS);
const steps = z.array(step).min(1).max(STEP_IDS.length);
const previewed = z.string().max(64);

export const CHOICES = z.strictObject({
  taints: z
    .strictObject({
      key: z.enum([ARCH_LABEL, BETA_ARCH_LABEL]),
      effect: z.enum(TAINT_EFFECTS),
      architectures: z.array(z.string().regex(ARCHITECTURE, 'not a name of an architecture')).max(ARCHITECTURES_MAX),
    })
    .nullable(),
  metrics: z.enum(['metrics-server', 'heapster']),
  kubeletInsecureTls: z.boolean(),
  goPublic: z.boolean(),
  extras: z.array(z.enum(EXTRA_IDS)).max(EXTRA_IDS.length),
  registryPrefix: z
    .string()
    .regex(REGISTRY_PREFIX, 'a registry such as registry.classroom.example:5000/mirror, without https://')
    .nullable(),
});

export const REQUEST = z.discriminatedUnion('workshop', [
  z.strictObject({ workshop: z.literal('choose'), choices: CHOICES }),
  z.strictObject({
    workshop: z.literal('apply'),
    steps,
    previewed,
    ngrokAuthtoken: z
      .string()
      .min(1)
      .max(NGROK_TOKEN_LENGTH_MAX)
      .regex(TOKEN, 'no token: letters, digits and signs without spaces')
      .optional(),
  }),
  z.strictObject({ workshop: z.literal('preview-undo'), steps }),
  z.strictObject({ workshop: z.literal('undo'), steps, previewed }),
  z.strictObject({ workshop: z.literal('stop') }),
  z.strictObject({ workshop: z.literal('skip-wait'), step }),
]);
