// What the images page shows. Topic `images`: key `image/<full name>` is an ImageRowView, `totals` an ImageTotals, `sources`
// the SourceView by name.
import type { ClusterAction } from '../actions/cluster-action.ts';
import type { PodRef, SourceView } from '../overview/overview-view.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { ImagePlatforms } from './platform-knowledge.ts';

export interface ImageRowView {
  /** As it is written where it is used, the shortest way first. */
  image: string;
  shape: ImagePlatforms['shape'];
  source: ImagePlatforms['source'];
  how: string;
  /** Of an index or a single image all there are; from evidence those that have been seen to work; null: nobody knows. */
  platforms: readonly ArchVariants[] | null;
  /** At most USERS_MAX of `userCount`. */
  users: readonly WorkloadRef[];
  userCount: number;
  podCount: number;
  /** Boards that pods with it are on, by name; at most BOARDS_MAX of `boardCount`. */
  boards: readonly ImageBoard[];
  boardCount: number;
  /** Null where nothing is wrong with it, as far as is known. */
  problem: ImageProblem | null;
}

/** `arm` with `v6`, `v7`; an architecture without variants has none. */
export interface ArchVariants {
  arch: string;
  variants: readonly string[];
}

export interface ImageBoard {
  name: string;
  arch: string;
  /** Whether a container with it is Ready there. */
  runs: boolean;
}

export interface ImageProblem {
  /** `fails`: a pod fails for it now; `may-fail`: the scheduler may put one where it cannot run. */
  kind: 'fails' | 'may-fail';
  /** One plain sentence. */
  text: string;
  /** Pods that fail, at most FAILING_MAX; empty for `may-fail`. */
  pods: readonly PodRef[];
  /** Whose pods it is about, and what would keep them where it runs. */
  users: readonly PinOffer[];
}

export interface PinOffer {
  workload: WorkloadRef;
  /** Nodes it may be put on though the image does not run there, at most BOARDS_MAX. */
  boards: readonly string[];
  /** Null where it cannot be pinned. */
  pin: ClusterAction | null;
  /** What it requires then, or why it cannot be pinned. */
  text: string;
}

export interface ImageTotals {
  images: number;
  fails: number;
  mayFail: number;
  /** Images whose platforms nobody knows. */
  unknown: number;
  /** False where pods may not be read. */
  podsKnown: boolean;
  /** Images beyond IMAGES_MAX, which are not shown. */
  left: number;
}

export const USERS_MAX = 20;
export const BOARDS_MAX = 20;
export const FAILING_MAX = 5;
export const IMAGES_MAX = 2_000;

export type ImageSources = Readonly<Record<string, SourceView>>;
