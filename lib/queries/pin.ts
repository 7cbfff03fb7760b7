// Asking the server to pin YAML to what its images support.
import type { PinnedYaml } from '#lib/model/images/pin-answer.ts';
import { fetchOk } from './status-error.ts';

/** Throws a StatusError for what is no YAML, and too much of it. */
export async function pinYaml(yaml: string): Promise<PinnedYaml> {
  const response = await fetchOk('/api/pin', {
    method: 'POST',
    headers: { 'content-type': 'application/yaml', accept: 'application/json' },
    body: yaml,
  });
  return (await response.json()) as PinnedYaml;
}
