// A pod that fails because of its architecture, in plain words. Topic `doctor/<namespace>/<pod>`: key `diagnosis` is a
// DiagnosisView, absent where there is nothing to say.
import type { ClusterAction } from '../actions/cluster-action.ts';
import type { PodRef } from '../overview/overview-view.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';

export type FailureShape =
  /** The pull fails: its manifest list has nothing for the board. */
  | 'no-match'
  /** It was pulled, and the kernel refuses to run it. */
  | 'exec-format'
  /** It ends at once, and its image is not for the board: nothing but that says why. */
  | 'no-platform'
  /** A 32-bit system under a 64-bit kernel: the image would do for the kernel, not for the runtime. */
  | 'userland';

/** What is wrong with one container. */
export interface Finding {
  container: string;
  image: string;
  shape: FailureShape;
  /** False where the signs fit, but none of them names the architecture. */
  sure: boolean;
  /** One or two plain sentences. */
  happened: string;
  /** What was seen, in the words of whoever said it. */
  proof: readonly string[];
}

export interface DiagnosisView extends PodRef, Finding {
  workload: WorkloadRef;
  node: string;
  arch: string;
  /** `linux/arm/v7`: what the board asks registries for. */
  platform: string;
  ways: readonly DoctorWay[];
}

export interface DoctorWay {
  title: string;
  text: string;
  /** Null where it cannot be done from here. */
  action: ClusterAction | null;
}
