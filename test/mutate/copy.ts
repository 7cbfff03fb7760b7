// A copy of the simulator that may be broken: the working tree never is.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/simulated-cluster.ts';
import type { Mutation } from './mutations.ts';

export interface SimulatorCopy {
  directory: string;
  /** Breaks it; returns what mends it again. Throws where the text is not there exactly once. */
  mutate(change: Pick<Mutation, 'file' | 'text' | 'replacement'>): () => void;
}

export function copyOfSimulator(directory: string): SimulatorCopy {
  mkdirSync(directory, { recursive: true });
  for (const path of ['lib', 'package.json']) cpSync(join(root, path), join(directory, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    mutate: ({ file, text, replacement }) => {
      const path = join(directory, file);
      const whole = readFileSync(path, 'utf8');
      const [before, after, ...more] = whole.split(text);
      if (before === undefined || after === undefined || more.length > 0) {
        throw new Error(`${file} does not hold this text exactly once: ${text}`);
      }
      writeFileSync(path, before + replacement + after);
      return () => writeFileSync(path, whole);
    },
  };
}
