// The command that does the same as an action, for where it was only supposed.
import type { SupposableAction } from '../actions/cluster-action.ts';
import {
  kubectlDeletePod,
  kubectlOf,
  kubectlPatch,
  kubectlScale,
  kubectlSetImage,
  kubectlSetRequests,
} from '../actions/kubectl.ts';
import { podSpecPointer } from '../actions/workload-kind.ts';

export function commandOf(action: SupposableAction): string {
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
    case 'taint':
    case 'untaint':
      return kubectlOf(action);
    case 'delete-pod':
      return kubectlDeletePod(action.pod);
    case 'scale':
      return kubectlScale(action.workload, action.replicas);
    case 'image':
      return kubectlSetImage(action.workload, action.container, action.image);
    case 'place': {
      const { nodeSelector, affinity, tolerations } = action.placement;
      const spec = podSpecPointer(action.workload);
      const fields = { nodeSelector, affinity, tolerations };
      const patch = Object.entries(fields).map(([field, value]) => ({ op: 'add', path: `${spec}/${field}`, value }));
      return kubectlPatch(action.workload, 'json', patch);
    }
    case 'request':
      return kubectlSetRequests(action.workload, action.container, action.requests);
  }
}
