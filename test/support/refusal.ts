// For tests: what somebody is told whose request is refused.
import { isStatusError } from '#lib/kube/index.ts';

/** Code and message of what was refused; else what was answered, or thrown. */
export async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  return isStatusError(error) ? { code: error.code, message: error.message } : error;
}
