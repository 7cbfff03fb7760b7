// One thing that is looked at before anything is done.

export const CHECK_IDS = [
  'api',
  'versions',
  'permissions',
  'nodes',
  'architectures',
  'userland',
  'memory',
  'network',
  'dns',
  'storage',
  'clocks',
  'certificates',
  'installed',
] as const;

export type CheckId = (typeof CHECK_IDS)[number];

export interface PreflightCheck {
  id: CheckId;
  title: string;
  /** `warning`: what follows can be done, with something to know; `blocked`: it cannot. */
  state: 'ok' | 'warning' | 'blocked' | 'unknown';
  /** What was found, in sentences. */
  words: string;
  /** What to do about it; null where nothing has to be done. */
  todo: string | null;
  /** Shows the same in a terminal. */
  kubectl: string | null;
}

export const CHECK_TITLES: Readonly<Record<CheckId, string>> = {
  api: 'API server',
  versions: 'Versions',
  permissions: 'Permissions',
  nodes: 'Boards',
  architectures: 'Architectures',
  userland: 'Kernel and userland',
  memory: 'Free memory',
  network: 'Pod network',
  dns: 'Cluster DNS',
  storage: 'Default storage class',
  clocks: 'Clocks',
  certificates: 'Kubelet certificates',
  installed: 'Already installed',
};

type Found = Pick<PreflightCheck, 'state' | 'words'> & Partial<Pick<PreflightCheck, 'todo' | 'kubectl'>>;

export function check(id: CheckId, { state, words, todo = null, kubectl = null }: Found): PreflightCheck {
  return { id, title: CHECK_TITLES[id], state, words, todo, kubectl };
}

/** `why` as facts have it. */
export function unknownCheck(id: CheckId, why: string, todo: string | null = null): PreflightCheck {
  return check(id, { state: 'unknown', words: `Not known: ${why}.`, todo });
}
