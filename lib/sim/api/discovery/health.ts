// /healthz, /livez and /readyz, with their single checks. Mirrors apiserver/pkg/server/healthz/healthz.go.
import { type ApiRequest, type BodyAnswer, textAnswer } from '../answer.ts';

/** What a simulated API server has that could fail. */
const CHECKS = ['ping', 'log', 'etcd'];
const CHECKS_OF: Readonly<Record<string, readonly string[]>> = {
  healthz: CHECKS,
  livez: CHECKS,
  readyz: [...CHECKS, 'informer-sync', 'shutdown'],
};

/** Null for any other path. As long as somebody answers, all is well. */
export function healthAnswer({ path, query }: ApiRequest): BodyAnswer | null {
  const [, root = '', check, ...more] = path.split('/');
  const checks = Object.hasOwn(CHECKS_OF, root) ? CHECKS_OF[root] : undefined;
  if (checks === undefined || more.length > 0) return null;
  if (check !== undefined) return checks.includes(check) ? textAnswer('ok') : null;
  if (!query.has('verbose')) return textAnswer('ok');
  const excluded = new Set(query.getAll('exclude'));
  const lines = checks.map((name) => (excluded.has(name) ? `[+]${name} excluded: ok` : `[+]${name} ok`));
  const unknown = [...excluded].filter((name) => !checks.includes(name));
  const warnings =
    unknown.length === 0
      ? []
      : [
          `warn: some health checks cannot be excluded: no matches for ${unknown.map((name) => `"${name}"`).join(', ')}`,
        ];
  return textAnswer([...lines, ...warnings, `${root} check passed`, ''].join('\n'));
}
