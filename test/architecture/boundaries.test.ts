import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import configuration from '../../.dependency-cruiser.mjs';

const root = join(import.meta.dirname, '../..');
const FOLDERS = ['app', 'components', 'lib', 'scripts'];

function trackedSources(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
}

async function cruiseSources(folders: string[]): Promise<ICruiseResult> {
  const { forbidden, options } = configuration as { forbidden: ICruiseOptions['ruleSet']; options: ICruiseOptions };
  const result = await cruise(folders, {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
  } as ICruiseOptions);
  if (typeof result.output === 'string') throw new Error(result.output);
  return result.output;
}

describe('the import graph', () => {
  it('keeps every rule, and was really read', { timeout: 60_000 }, async () => {
    const result = await cruiseSources(FOLDERS);
    const seen = new Set(result.modules.map((module) => module.source));
    expect(trackedSources().filter((path) => !seen.has(path))).toEqual([]);
    const withImports = result.modules.filter(
      (module) => FOLDERS.some((folder) => module.source.startsWith(`${folder}/`)) && module.dependencies.length > 0,
    );
    expect(withImports.length).toBeGreaterThan(seen.size / 4);
    const broken = result.summary.violations.map(
      (violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`,
    );
    expect(broken).toEqual([]);
  });
});
