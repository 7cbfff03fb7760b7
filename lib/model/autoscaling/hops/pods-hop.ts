// The last hop: the pods that were asked for, and where they run.
import { formatCount } from '#lib/format/count.ts';
import { whyHref } from '../../hrefs.ts';
import type { HopView } from '../autoscaling-view.ts';
import { broken, type ChainContext, hop, namespaceOf, unknown } from './hop.ts';

export function podsHop(context: ChainContext): HopView {
  const { counts, facts, homeless } = context;
  const { scale } = facts;
  const selector = scale.ok ? scale.value.selector : '';
  const kubectl = `kubectl -n ${namespaceOf(context)} get pods${selector === '' ? '' : ` -l '${selector}'`} -o wide`;
  const proof = { kubectl, answer: null };
  const made = (state: Parameters<typeof hop>[3]) => hop('pods', 0, 'pods', { proof, ...state });
  if (counts === null) return made(unknown('this dashboard may not list pods'));
  const { byArch, pending, unschedulable } = counts;
  const ready = byArch.reduce((total, one) => total + one.ready, 0);
  const total = byArch.reduce((sum, one) => sum + one.pods, pending);
  const value = ready === total ? `${ready} ready` : `${ready} of ${total} ready`;
  const where = byArch.map(({ arch, pods }) => `${pods} ${arch}`).join(', ');
  if (homeless !== null && unschedulable > 0) {
    const ref = { namespace: namespaceOf(context), name: homeless.pod };
    return made({
      ...broken(
        {
          words: `${formatCount(unschedulable, 'pod')} ${unschedulable === 1 ? 'finds' : 'find'} no board: ${homeless.why.replace(/^No board can take it: /, '')}`,
          next: `See what would make room: ${whyHref(ref)}.`,
          kubectl: `kubectl -n ${ref.namespace} describe pod ${ref.name}`,
        },
        where,
      ),
      value,
    });
  }
  const wanted = scale.ok ? scale.value.specReplicas : 0;
  // Of one just made the controller has not heard yet.
  if (total === 0 && wanted > 0 && scale.ok && scale.value.statusReplicas > 0) {
    return made({
      ...broken({
        words: `the selector ${selector} matches none of the ${formatCount(scale.value.statusReplicas, 'replica')}`,
        next: 'See the labels of its pods, and the selector in its scale.',
        kubectl: `kubectl -n ${namespaceOf(context)} get pods --show-labels`,
      }),
      value,
    });
  }
  if (ready === total && total >= wanted) return made({ state: 'ok', value, detail: where });
  return made({ state: 'waiting', value, detail: where === '' ? 'being made' : where });
}
