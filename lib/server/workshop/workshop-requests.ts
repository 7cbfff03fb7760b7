import 'server-only';
// What is asked of the workshop over HTTP: checked, held to what was previewed, and passed on.
import { stringify } from 'yaml';
import { StatusError } from '#lib/kube/index.ts';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { tokenAskOf } from '#lib/model/workshop/token-ask.ts';
import type { UndoPreview, WorkshopAccepted, WorkshopRequest } from '#lib/model/workshop/workshop-request.ts';
import { COMPONENT_IDS, type StepId } from '#lib/stack/component.ts';
import { parsed } from '../actions/action-request.ts';
import { fingerprintOf } from '../actions/fingerprint.ts';
import { REQUEST } from './request-shape.ts';
import type { Workshop } from './workshop.ts';
import { applyFingerprint } from './workshop-rows.ts';

const ACCEPTED: WorkshopAccepted = { accepted: true };

/** `body` is a WorkshopRequest. Throws StatusError: ours, or the API's. */
export async function runWorkshopRequest(workshop: Workshop, body: unknown): Promise<WorkshopAccepted | UndoPreview> {
  const request: WorkshopRequest = withoutAbsentToken(parsed(REQUEST, body));
  switch (request.workshop) {
    case 'choose':
      await workshop.choose(request.choices);
      return ACCEPTED;
    case 'apply':
      await apply(workshop, request);
      return ACCEPTED;
    case 'preview-undo':
      return undoPreview(workshop, request.steps);
    case 'undo':
      if ((await undoPreview(workshop, request.steps)).fingerprint !== request.previewed) throw changed();
      await workshop.begin('undo', request.steps);
      return ACCEPTED;
    case 'stop':
      workshop.cancel();
      return ACCEPTED;
    case 'skip-wait':
      await workshop.skipWait(request.step);
      return ACCEPTED;
  }
}

/** A component as `kubectl apply` takes it; throws StatusError 404 for what is none. */
export async function manifestOf(workshop: Workshop, name: string): Promise<string> {
  const id = COMPONENT_IDS.find((one) => one === name);
  const part = id === undefined ? undefined : await workshop.partOf(id);
  if (part === undefined) throw new StatusError(404, 'NotFound', 'the stack has no component of this name');
  return part.objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n');
}

type ApplyRequest = Extract<WorkshopRequest, { workshop: 'apply' }>;

async function apply(workshop: Workshop, { steps, previewed, ngrokAuthtoken }: ApplyRequest): Promise<void> {
  if (workshop.isRunning) throw new StatusError(409, 'Conflict', 'the workshop is at work already');
  // A step's own page was told what the API server says of it, the list of all was not.
  const tried = steps.length === 1 ? steps : [];
  const picture = await workshop.fresh(tried);
  if (applyFingerprint(picture, steps) !== previewed) {
    // What is shown may be older than what was just read.
    workshop.lookAnew();
    throw changed();
  }
  if (tokenAskOf(picture.plan, steps) === 'needed' && ngrokAuthtoken === undefined) {
    throw new StatusError(422, 'Invalid', 'ngrok’s authtoken is needed: dashboard.ngrok.com shows yours');
  }
  await workshop.begin('apply', steps, { ngrokAuthtoken: ngrokAuthtoken ?? null }, picture);
}

async function undoPreview(workshop: Workshop, ids: readonly StepId[]): Promise<UndoPreview> {
  const plans = await workshop.undoPlans(ids);
  const steps = plans.map(({ id, plan: { deeds, left } }) => ({ id, title: stepOf(id).title, deeds, left }));
  return { steps, fingerprint: fingerprintOf(steps.map(agreedTo)) };
}

/** What goes, which one of that name and what along with it, and what stays; why it stays may be told in other words. */
function agreedTo({ id, deeds, left }: UndoPreview['steps'][number]): unknown {
  const going = deeds.map((deed) => [deed.words, deed.kubectl, 'uid' in deed ? deed.uid : null]);
  return [id, going, left.map(({ what }) => what)];
}

function changed(): StatusError {
  return new StatusError(409, 'Conflict', 'the cluster changed since the preview: this would now do something else');
}

function withoutAbsentToken(request: { workshop: WorkshopRequest['workshop'] } & object): WorkshopRequest {
  const entries = Object.entries(request).filter(([, value]) => value !== undefined);
  // Only what is absent is left out of what the shape let through.
  return Object.fromEntries(entries) as unknown as WorkshopRequest;
}
