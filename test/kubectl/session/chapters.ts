// The whole command list, in chapters.
import { access } from './access.ts';
import { batch } from './batch.ts';
import { changing } from './changing.ts';
import { creating } from './creating.ts';
import { nodes } from './nodes.ts';
import { reading } from './reading.ts';
import { rollouts } from './rollouts.ts';
import type { Chapter } from './session.ts';
import { storage } from './storage.ts';
import { streams } from './streams.ts';

export const CHAPTERS: readonly Chapter[] = [
  reading,
  creating,
  changing,
  rollouts,
  batch,
  storage,
  streams,
  nodes,
  access,
];
