// What is the matter with one container: how it failed, in words, and when the kubelet tries again.
// Reasons: kubelet pkg/kubelet/images/types.go and pkg/kubelet/container/sync_result.go.
import type {
  Container,
  ContainerStateTerminated,
  ContainerStateWaiting,
  ContainerStatus,
} from 'kubernetes-types/core/v1';
import { exitWords } from './exit-words.ts';
import type { StatusLine } from './pod-view.ts';
import { nextPullAt, type PullTries } from './pull-tries.ts';

export interface ContainerTrouble {
  headline: string;
  lines: StatusLine[];
  /** False where it may be over by itself in a moment. */
  grave: boolean;
}

interface WaitingWords {
  headline: string;
  text: string;
}

const PULL = 'The kubelet tries again by itself, at most 5 minutes later each time';
const MISSING = 'It starts by itself once that is there';

const WAITING: Readonly<Record<string, WaitingWords>> = {
  ErrImagePull: { headline: 'An image cannot be pulled', text: PULL },
  ImagePullBackOff: { headline: 'An image cannot be pulled', text: PULL },
  RegistryUnavailable: { headline: 'The registry of an image does not answer', text: PULL },
  InvalidImageName: {
    headline: 'An image has a name that none can have',
    text: 'It stays so until the name is changed',
  },
  ErrImageNeverPull: {
    headline: 'An image is not on the board, and must not be pulled',
    text: 'imagePullPolicy is Never: bring the image onto the board, or change the policy',
  },
  ImageInspectError: { headline: 'An image on the board cannot be read', text: PULL },
  CreateContainerConfigError: { headline: 'Something that a container needs is missing', text: MISSING },
  CreateContainerError: { headline: 'A container cannot be made', text: 'The kubelet tries again by itself' },
  PreCreateHookError: { headline: 'A container cannot be made', text: 'The kubelet tries again by itself' },
  RunContainerError: { headline: 'A container cannot be started', text: 'The kubelet tries again by itself' },
  PostStartHookError: {
    headline: 'What a container has to do after its start failed',
    text: 'It is started again by itself',
  },
  CreatePodSandboxError: {
    headline: 'The network of the pod cannot be made',
    text: 'The kubelet tries again by itself',
  },
};

/** Null where nothing is wrong: it runs, has ended well, or only waits for its turn. */
export function containerTrouble(
  container: Container,
  status: ContainerStatus,
  pulls: ReadonlyMap<string, PullTries>,
): ContainerTrouble | null {
  const { waiting, terminated } = status.state ?? {};
  if (waiting?.reason === 'CrashLoopBackOff') return crashLoop(status, waiting);
  const words = WAITING[waiting?.reason ?? ''];
  if (waiting !== undefined && words !== undefined) {
    return waitingTrouble(container, waiting, words, pulls.get(container.image ?? '') ?? null);
  }
  return terminated === undefined || terminated.exitCode === 0 ? null : endedTrouble(status, terminated);
}

function waitingTrouble(
  container: Container,
  waiting: ContainerStateWaiting,
  words: WaitingWords,
  pull: PullTries | null,
): ContainerTrouble {
  const isImage = /[iI]mage|Registry/.test(waiting.reason ?? '');
  const about = isImage ? `${container.name}: ${container.image ?? 'no image'}` : container.name;
  const quote = waiting.message ?? '';
  const lines: StatusLine[] = [{ text: `${about}. ${words.text}.`, ...(quote !== '' && { quote }) }];
  if (words.text === PULL && pull !== null) {
    const tried = pull.failures === 1 ? 'Tried once' : `Tried ${pull.failures} times`;
    lines.push({ text: `${tried}; by its events the next try comes`, until: nextPullAt(pull) });
  }
  return { headline: words.headline, lines, grave: true };
}

function crashLoop(status: ContainerStatus, waiting: ContainerStateWaiting): ContainerTrouble {
  const end = status.lastState?.terminated;
  const lines: StatusLine[] = [];
  if (end !== undefined) lines.push(endLine(status.name, end));
  const again = nextStart(end?.finishedAt, waiting.message ?? '');
  const count = `It was started again ${status.restartCount === 1 ? 'once' : `${status.restartCount} times`}`;
  lines.push(again === null ? { text: `${count}.` } : { text: `${count}; the next start comes`, until: again });
  const isClean = end?.exitCode === 0;
  return { headline: isClean ? 'It ends again and again' : 'It crashes again and again', lines, grave: true };
}

function endedTrouble(status: ContainerStatus, end: ContainerStateTerminated): ContainerTrouble {
  return { headline: 'A container has just failed', lines: [endLine(status.name, end)], grave: false };
}

/** `app ended with exit code 137: killed …`, and when. */
export function endLine(name: string, end: ContainerStateTerminated): StatusLine {
  const { exitCode, finishedAt, reason = '', message = '' } = end;
  const words = exitWords({ exitCode, reason, message });
  const quote = message.trim();
  return {
    text: `${name} ended with exit code ${exitCode} (${words})`,
    ...(finishedAt && { since: finishedAt }),
    ...(quote !== '' && { quote }),
  };
}

/** The kubelet names the pause in words: `back-off 1m20s restarting failed container=…`. Null where it does not. */
function nextStart(endedAt: string | undefined, message: string): string | null {
  const match = /back-off (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)? restarting/.exec(message);
  if (match === null || endedAt === undefined) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  const pauseSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return new Date(Date.parse(endedAt) + pauseSeconds * 1_000).toISOString();
}
