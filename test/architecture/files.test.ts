import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const SOURCE_LINES_MAX = 300;
const TEST_LINES_MAX = 500;

function files(...patterns: string[]): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))].filter((path) => path !== '' && existsSync(join(root, path)));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path) || /^(test|e2e|bench)\//.test(path);

describe('files', () => {
  const sources = files('*.ts', '*.tsx', '*.mjs', '*.css');

  it('are many enough for these checks to mean something', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it('stay small', () => {
    const long = sources
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (isTest(path) ? TEST_LINES_MAX : SOURCE_LINES_MAX));
    expect(long).toEqual([]);
  });

  it('in lib open with what they own', () => {
    const silent = sources.filter(
      (path) =>
        path.startsWith('lib/') &&
        path.endsWith('.ts') &&
        !isTest(path) &&
        !/^('use client';\n+|import 'server-only';\n+)?(\/\/|\/\*)/.test(read(path)),
    );
    expect(silent).toEqual([]);
  });

  it('have names that say something', () => {
    expect(sources.filter((path) => /(^|\/)(utils?|helpers?|misc|common|stuff|types)(\/|\.tsx?$)/.test(path))).toEqual(
      [],
    );
  });
});

describe('documentation', () => {
  const pages = files('*.md');

  it('links only to what exists', () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => join(page, '..', match[1] ?? ''))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page} -> ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('names only paths that exist', () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:app|components|lib|scripts|e2e|test|bench|docs|deploy|public)\/[\w./[\]()-]*)`/g)]
        .map((match) => (match[1] ?? '').replace(/\/$/, ''))
        .filter((path) => !/[*…]/.test(path) && !existsSync(join(root, path)))
        .map((path) => `${page}: ${path}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('the lock file', () => {
  it('holds no download addresses', () => {
    for (const path of files('package-lock.json', '*/package-lock.json'))
      expect(read(path)).not.toContain('"resolved": "http');
  });

  it('pins what package.json names exactly', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string> | undefined
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
