// The file a cluster is recorded in: a head, then one object a line.
import { z } from 'zod';
import type { Board } from '../../kubelet/board.ts';
import type { ImageFacts } from '../../kubelet/image-facts.ts';
import type { KubeObject } from '../../store/object.ts';
import { boardsOf } from './boards.ts';
import { imagesOf } from './images.ts';
import { loadOf, type RecordedLoad } from './load.ts';
import { type ScrubOptions, scrub } from './scrub.ts';
import { settled } from './settle.ts';

/** Of the file; a later one may say more. */
const FORMAT = 'bramble-recording/v1';
/** An object in etcd is at most 1.5 MiB. */
const LINE_CHARACTERS_MAX = 8 * 1024 * 1024;

const board = z.object({
  node: z.string().min(1),
  architecture: z.string().min(1),
  platform: z.string().min(1).optional(),
  coreSpeed: z.number().positive(),
  pullBytesPerSecond: z.number().positive(),
  runtime: z.enum(['docker', 'containerd']),
  atStart: z.object({ cpuMillicores: z.number().nonnegative(), memoryMi: z.number().nonnegative() }).optional(),
  dark: z.array(z.object({ fromMs: z.number(), untilMs: z.number().nullable() })),
});

const image = z.object({
  name: z.string().min(1),
  tags: z.array(z.string()).nullable(),
  platforms: z.array(z.string()).optional(),
  /** What the first recordings have in its place. */
  architectures: z.array(z.string()).optional(),
  singlePlatform: z.boolean().optional(),
  sizeBytes: z.number().nonnegative(),
  startupMs: z.number().nonnegative(),
  log: z.string(),
  usage: z.string(),
  runsForMs: z.number().nonnegative().optional(),
  exitCode: z.number().optional(),
});

const head = z.object({
  format: z.literal(FORMAT),
  recordedAt: z.iso.datetime(),
  kubernetes: z.string(),
  leftOut: z.record(z.string(), z.number()),
  boards: z.array(board),
  images: z.array(image),
  load: z.array(z.object({ namespace: z.string(), service: z.string(), requestsPerSecond: z.number().nonnegative() })),
});

const item = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({ name: z.string().min(1), namespace: z.string().optional() }),
});

export interface Recording {
  /** When the objects were read, milliseconds since the epoch. */
  recordedMs: number;
  /** `v1.37.2`: the recorded API server's. */
  kubernetes: string;
  /** Resources the simulated cluster does not serve, with how many objects there were. */
  leftOut: Readonly<Record<string, number>>;
  boards: readonly Board[];
  images: readonly ImageFacts[];
  load: readonly RecordedLoad[];
  objects: readonly KubeObject[];
}

export interface RecordingInput extends Pick<Recording, 'recordedMs' | 'kubernetes' | 'leftOut'> {
  /** As the API gives them, apiVersion and kind set. */
  objects: readonly KubeObject[];
  /** What metrics.k8s.io says of the nodes; empty where there is none. */
  nodeMetrics?: readonly KubeObject[];
  options: ScrubOptions;
}

/** The recording as text, scrubbed; what it is derived from is scrubbed first, so nothing else can get in. */
export function recordingText(input: RecordingInput): string {
  const { recordedMs, kubernetes, leftOut, options } = input;
  // Together, so that nodes have the same names in both.
  const measured = input.nodeMetrics ?? [];
  const clean = scrub([...measured, ...input.objects.map(settled)], options);
  const objects = clean.slice(measured.length);
  const first: z.input<typeof head> = {
    format: FORMAT,
    recordedAt: new Date(recordedMs).toISOString(),
    kubernetes,
    leftOut: { ...leftOut },
    boards: boardsOf(objects, clean.slice(0, measured.length), recordedMs).map((one) => ({
      ...one,
      dark: [...one.dark],
    })),
    images: imagesOf(objects).map(({ tags, platforms, ...facts }) => ({
      ...facts,
      tags: tags === null ? null : [...tags],
      platforms: [...platforms],
    })),
    load: loadOf(objects),
  };
  return `${[first, ...objects].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

export class RecordingError extends Error {
  override name = 'RecordingError';
}

/** Throws a RecordingError that names the line and what is wrong with it. */
export function parseRecording(text: string): Recording {
  const [first = '', ...rest] = text.split('\n');
  const { recordedAt, kubernetes, leftOut, boards, images, load } = read(head, first, 1);
  const objects = rest.flatMap((line, index) => (line.trim() === '' ? [] : [read(item, line, index + 2)]));
  return {
    recordedMs: Date.parse(recordedAt),
    kubernetes,
    leftOut,
    boards,
    images: images.map(({ platforms, architectures, ...facts }) => ({
      ...facts,
      platforms: platforms ?? architectures ?? [],
    })),
    load,
    objects,
  };
}

function read<T>(schema: z.ZodType<T>, line: string, number: number): T {
  if (line.length > LINE_CHARACTERS_MAX) throw new RecordingError(`line ${number} is longer than any object`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RecordingError(`line ${number} is not JSON, as npm run record writes it`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new RecordingError(`line ${number}${where === '' ? '' : `, ${where}`}: ${issue?.message ?? 'not as expected'}`);
}
