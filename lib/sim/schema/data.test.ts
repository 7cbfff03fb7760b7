import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dataVersion } from './data.ts';

const cache = process.env.GOMODCACHE ?? join(homedir(), 'go', 'pkg', 'mod');
const modules = [`kubernetes@${dataVersion()}`, `api@${dataVersion().replace('v1.', 'v0.')}`];
const present = modules.every((name) => existsSync(join(cache, 'k8s.io', name)));

describe('the extracted structure of Kubernetes', () => {
  it.skipIf(!present)('is what the sources of its version say', () => {
    const script = fileURLToPath(new URL('../../../scripts/extract-schema.ts', import.meta.url));
    const output = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8', stdio: 'pipe' });
    expect(output).toBe('');
  });
});
