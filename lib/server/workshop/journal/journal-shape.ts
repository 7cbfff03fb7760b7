import 'server-only';
// The journal as it comes from the cluster, where anybody who may write ConfigMaps can have written it: all of it is
// checked before any of it is acted on. What is added to it later has to be optional here, for what was written before.
import { z } from 'zod';
import {
  JOURNAL_KEY,
  JOURNAL_NAME,
  JOURNAL_NAMESPACE,
  type Journal,
  JournalError,
  MESSAGE_LENGTH_MAX,
} from '#lib/model/workshop/journal.ts';
import { dnsLabelErrors, labelKeyErrors, labelValueErrors } from '#lib/rules/labels/label-syntax.ts';
import { TAINT_EFFECTS } from '#lib/rules/nodes/taint-spec.ts';
import { MANAGED_BY, MANAGED_BY_LABEL, STEP_IDS } from '#lib/stack/component.ts';
import { resourceOf } from '#lib/stack/permissions.ts';
import { isNodeName } from '../../actions/node-name.ts';
import { CHOICES } from '../request-shape.ts';

const API_VERSION = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?v[a-z0-9]{1,30}$/;
/** As a segment of a path: those of RBAC's objects may hold more than others. */
const NAME = /^(?!\.{1,2}$)[^/%\s\p{Cc}]{1,253}$/u;
const UID = /^[\w-]{1,100}$/;
/** `user@host:pid`; shown to people. */
const OPERATOR = /^[^\p{Cc}]{1,300}$/u;
/** Each board and each object once: the ConfigMap is full before that. */
const DEEDS_MAX = 10_000;
const DATE = z.iso.datetime();

const object = z
  .strictObject({
    apiVersion: z.string().regex(API_VERSION),
    kind: z.string().max(100),
    namespace: z
      .string()
      .refine((name) => dnsLabelErrors(name).length === 0)
      .nullable(),
    name: z.string().regex(NAME),
  })
  .refine(isOfStack, 'of a kind that no component has');
const uid = z.string().regex(UID);
const taint = z.strictObject({
  key: z.string().refine((key) => labelKeyErrors(key).length === 0),
  value: z.string().refine((value) => labelValueErrors(value).length === 0),
  effect: z.enum(TAINT_EFFECTS),
});
const deed = z.discriminatedUnion('did', [
  z.strictObject({ did: z.literal('create'), object, uid: uid.nullable() }),
  z.strictObject({ did: z.literal('change'), object, uid: uid.nullable() }),
  z.strictObject({ did: z.literal('taint'), node: z.string().refine(isNodeName), uid, taint }),
]);

const record = z.strictObject({
  step: z.enum(STEP_IDS),
  state: z.enum(['prepared', 'applying', 'waiting', 'applied', 'failed', 'stopped', 'undoing', 'undone']),
  startedAt: DATE,
  endedAt: DATE.nullable(),
  message: z.string().max(MESSAGE_LENGTH_MAX).nullable(),
  waited: z.literal(true).optional(),
  choices: CHOICES,
  deeds: z.array(deed).max(DEEDS_MAX),
});

const JOURNAL = z.strictObject({
  version: z.literal(1),
  steps: z
    .array(record)
    .max(STEP_IDS.length)
    .refine((all) => new Set(all.map(({ step }) => step)).size === all.length, 'a step twice'),
  run: z
    .strictObject({
      does: z.enum(['apply', 'undo']),
      steps: z.array(z.enum(STEP_IDS)).max(STEP_IDS.length),
      choices: CHOICES,
      by: z.string().regex(OPERATOR),
      startedAt: DATE,
    })
    .nullable(),
});

const WHERE = `${JOURNAL_KEY} of ConfigMap ${JOURNAL_NAMESPACE}/${JOURNAL_NAME}`;
const COMMAND = `-n ${JOURNAL_NAMESPACE} configmap ${JOURNAL_NAME}`;
/** What is in it is left as it is until somebody has looked. */
const WAYS_ON =
  `Nothing can be applied or undone before that is mended: put back what it held, or save it (kubectl get ${COMMAND} ` +
  `-o yaml) and delete it (kubectl delete ${COMMAND}). What was made stays, labelled ${MANAGED_BY_LABEL}=${MANAGED_BY}: ` +
  'a step that is then applied again takes up what it made, and taints of boards are to be taken away by hand.';

/** `text` is undefined where the ConfigMap has no journal. @throws {JournalError} for what was not written by this version. */
export function parseJournal(text: string | undefined): Journal {
  if (text === undefined) throw new JournalError(`${WHERE} is not there, though the ConfigMap is. ${WAYS_ON}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    throw new JournalError(`${WHERE} is damaged (${why}). ${WAYS_ON}`);
  }
  const result = JOURNAL.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const why = `${issue?.path.join('.') || 'all of it'}: ${issue?.message ?? 'not valid'}`;
  throw new JournalError(`${WHERE} was not written by this version (${why}). ${WAYS_ON}`);
}

function isOfStack(ref: { apiVersion: string; kind: string }): boolean {
  try {
    resourceOf(ref);
    return true;
  } catch {
    // It throws for kinds that it does not know, and there is nothing else that it could throw.
    return false;
  }
}
