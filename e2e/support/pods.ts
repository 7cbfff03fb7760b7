// Pods of the talk's sample app, whose names a real cluster makes up anew.
import { type Kubectl, must } from '#test/support/kubectl.ts';

const APP = 'sample-metrics-app';

/** Names of those on the board, or on all of them. */
export async function samplePods(kubectl: Kubectl, board?: string): Promise<string[]> {
  const where = board === undefined ? [] : [`--field-selector=spec.nodeName=${board}`];
  const printed = await must(kubectl(['get', 'pods', '-l', `app=${APP}`, ...where, '-o', 'name']));
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice('pod/'.length));
}

export async function samplePodOn(kubectl: Kubectl, board: string): Promise<string> {
  const [name] = await samplePods(kubectl, board);
  if (name === undefined) throw new Error(`no pod of ${APP} runs on ${board}`);
  return name;
}
