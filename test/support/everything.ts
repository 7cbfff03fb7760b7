// All objects of a cluster as kubectl reads them, without what changes by itself: for comparing before and after.
import { type Kubectl, must } from './kubectl.ts';

interface Listed {
  kind: string;
  metadata: { name: string; namespace?: string; uid?: string; labels?: unknown; annotations?: unknown };
  spec?: unknown;
  data?: unknown;
}

/** What happened, who holds what, and measures. */
const PASSING = /^events|^leases|metrics/;

/** One line an object, in order. */
export async function everything(kubectl: Kubectl): Promise<string[]> {
  const names = await must(kubectl(['api-resources', '--verbs=list', '-o', 'name']));
  const kinds = names.split('\n').filter((name) => name !== '' && !PASSING.test(name));
  const { items }: { items: Listed[] } = JSON.parse(await must(kubectl(['get', kinds.join(), '-A', '-o', 'json'])));
  return items
    .map(({ kind, metadata: { name, namespace, uid, labels, annotations }, spec, data }) =>
      JSON.stringify([kind, namespace, name, uid, labels, annotations, spec, data]),
    )
    .sort();
}
