// Runs a TypeScript file, or with --bin a program of a dependency, under the project's Node 24.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { become, ensureDependencies, fail, findNode, requireHostNode, root } from './bootstrap.mjs';

requireHostNode();
ensureDependencies();
const [first, ...rest] = process.argv.slice(2);
if (first === undefined) fail('usage: with-node.mjs FILE [ARG ...] | --bin PROGRAM [ARG ...]');
const node = findNode();
process.env.PATH = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
if (first === '--bin') {
  const program = join(root, 'node_modules/.bin', rest[0] ?? '');
  if (!existsSync(program)) fail(`there is no program ${rest[0]} among the dependencies`);
  const script = readFileSync(program, 'utf8').startsWith('#!/usr/bin/env node');
  if (script) become(node, [program, ...rest.slice(1)]);
  else become(program, rest.slice(1));
} else {
  become(node, ['--disable-warning=ExperimentalWarning', join(root, first), ...rest]);
}
