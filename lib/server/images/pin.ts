import 'server-only';
// POST /api/pin: YAML in, the same YAML out, its pods kept where their images run. Nothing is sent to the cluster.
import { StatusError } from '#lib/kube/index.ts';
import { PLAIN_HEADERS } from '../http/security-headers.ts';
import { jsonResponse } from '../http/status-response.ts';
import type { Hub } from '../live/hub.ts';
import { PinYaml } from './pin-yaml.ts';
import { whenAnswered } from './when-answered.ts';

/** Each may be a request to a registry. */
const IMAGES_MAX = 50;
/** A registry that takes longer is asked on, and has answered when somebody tries again. */
const ANSWER_WITHIN_MS = 8_000;

/**
 * JSON (PinnedYaml) where that is accepted, which tells of each object what became of it; else YAML, and then whatever
 * cannot be pinned is an error: it might be applied unseen. Throws StatusError 400, 413, 422.
 */
export async function answerPin({ images }: Hub, text: string, accept: string): Promise<Response> {
  const yaml = new PinYaml(text);
  if (yaml.images.size > IMAGES_MAX) {
    throw new StatusError(413, 'RequestEntityTooLarge', `at most ${IMAGES_MAX} images are looked up at a time`);
  }
  await whenAnswered(images.ofPasted, yaml.images, ANSWER_WITHIN_MS);
  const answer = yaml.pinned(images.ofPasted);
  if (accept.includes('application/json')) return jsonResponse(answer);
  const failed = answer.documents.filter(({ outcome }) => outcome === 'impossible');
  if (failed.length > 0) {
    const message = failed.map(({ about, text: why }) => `${about} cannot be pinned: ${why}`).join('; ');
    throw new StatusError(422, 'Invalid', message);
  }
  return new Response(answer.yaml, {
    headers: { ...PLAIN_HEADERS, 'Content-Type': 'application/yaml; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
