// Actions in words: what a dialog asks, what a toast says.
import { fullTaint } from '#components/boards/board-words.ts';
import type { ClusterAction } from '#lib/model/actions/cluster-action.ts';

/** `Cordon pi5?`. */
export function questionText(action: ClusterAction): string {
  switch (action.action) {
    case 'cordon':
      return `Cordon ${action.node}?`;
    case 'uncordon':
      return `Uncordon ${action.node}?`;
    case 'taint':
      return `Taint ${action.node}?`;
    case 'untaint':
      return `Remove a taint from ${action.node}?`;
    case 'place':
      return `Change where ${action.workload.name} may land?`;
    case 'scale':
      return `Scale ${action.workload.name} to ${action.replicas}?`;
    case 'request':
      return `Change what ${action.workload.name} requests?`;
    case 'image':
      return `Change the image of ${action.workload.name}?`;
    case 'delete-pod':
      return `Delete pod ${action.pod.name}?`;
    case 'edit-autoscaler':
      return `Change autoscaler ${action.autoscaler.name}?`;
    case 'autoscale':
      return `Autoscale ${action.workload.name}?`;
    case 'delete-autoscaler':
      return `Delete autoscaler ${action.autoscaler.name}?`;
  }
}

/** On the button that does it. */
export function doText(action: ClusterAction): string {
  switch (action.action) {
    case 'cordon':
      return 'Cordon';
    case 'uncordon':
      return 'Uncordon';
    case 'taint':
      return 'Add taint';
    case 'untaint':
      return 'Remove taint';
    case 'place':
    case 'request':
      return 'Change';
    case 'scale':
      return 'Scale';
    case 'image':
      return 'Change image';
    case 'delete-pod':
      return 'Delete pod';
    case 'edit-autoscaler':
      return 'Change';
    case 'autoscale':
      return 'Autoscale';
    case 'delete-autoscaler':
      return 'Delete autoscaler';
  }
}

/** What was done, in the past: it stays true when somebody changes it again. `Tainted pi5 with a=b:NoSchedule`. */
export function doneText(action: ClusterAction): string {
  switch (action.action) {
    case 'cordon':
      return `Cordoned ${action.node}`;
    case 'uncordon':
      return `Uncordoned ${action.node}`;
    case 'taint':
      return `Tainted ${action.node} with ${fullTaint(action.taint)}`;
    case 'untaint':
      return `Removed taint ${fullTaint(action.taint)} from ${action.node}`;
    case 'place':
      return `Changed where ${action.workload.name} may land`;
    case 'scale':
      return `Scaled ${action.workload.name} to ${action.replicas}`;
    case 'request':
      return `Changed what ${action.workload.name} requests`;
    case 'image':
      return `Changed the image of ${action.workload.name}`;
    case 'delete-pod':
      return `Deleted pod ${action.pod.name}`;
    case 'edit-autoscaler':
      return `Changed autoscaler ${action.autoscaler.name}`;
    case 'autoscale':
      return `Gave ${action.workload.name} the autoscaler ${action.name}`;
    case 'delete-autoscaler':
      return `Deleted autoscaler ${action.autoscaler.name}`;
  }
}
