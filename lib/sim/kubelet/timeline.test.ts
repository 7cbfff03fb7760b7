import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type TimelineCase, timeline } from './testdata/timeline.ts';

// `UPDATE=1 vitest run lib/sim/kubelet` writes the expected timelines anew: read the difference before committing it.
const DIRECTORY = new URL('./testdata/', import.meta.url);
const cases = readdirSync(DIRECTORY).flatMap((file) => /^(.+)\.input\.yaml$/.exec(file)?.[1] ?? []);

describe('what one sees of pods on boards', () => {
  it.each(cases)('%s', (name) => {
    const input = parse(readFileSync(new URL(`${name}.input.yaml`, DIRECTORY), 'utf8')) as TimelineCase;
    const output = new URL(`${name}.output.yaml`, DIRECTORY);
    const seen = timeline(input);
    if (process.env['UPDATE'] === '1') writeFileSync(output, stringify(seen, { lineWidth: 0 }));
    expect(seen).toEqual(parse(readFileSync(output, 'utf8')));
  });
});
