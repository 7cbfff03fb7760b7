// What a Prometheus is told to scrape: by the configuration that its pod mounts, here as a Secret with a packed file.
// Jobs that find their targets behind Services are read; others are left out.
import { gunzipSync } from 'node:zlib';
import type { Pod, Secret } from 'kubernetes-types/core/v1';
import { z } from 'zod';
import { foreignYaml, isRegExp } from '../foreign-yaml.ts';
import type { ObjectSource } from '../usage/load.ts';
import { durationMs } from './promql/tokens.ts';
import { SCRAPE_INTERVAL_MS, type ScrapeJob } from './scrape-config.ts';

export const CONFIGURATION_KEY = 'prometheus.yaml.gz';
const METRICS_PATH = '/metrics';
/** Of a Secret, unpacked. */
const BYTES_MAX = 4 * 1024 * 1024;

const RELABELLING = z.object({
  action: z.string().optional(),
  source_labels: z.array(z.string()).optional(),
  separator: z.string().optional(),
  regex: z.coerce.string().refine(isRegExp).optional(),
  replacement: z.coerce.string().optional(),
  target_label: z.string().optional(),
});
const DISCOVERY = z.object({
  role: z.string(),
  namespaces: z.object({ names: z.array(z.string()).optional() }).optional(),
});
const CONFIGURATION = z.object({
  global: z.object({ scrape_interval: z.string().optional() }).optional(),
  scrape_configs: z
    .array(
      z.object({
        job_name: z.string(),
        metrics_path: z.string().default(METRICS_PATH),
        kubernetes_sd_configs: z.array(DISCOVERY).default([]),
        relabel_configs: z.array(RELABELLING).default([]),
      }),
    )
    .nullish(),
});

/** Of all jobs alike. */
export interface ScrapeSettings {
  jobs: readonly ScrapeJob[];
  intervalMs: number;
}

const INTERVAL_MIN_MS = 5_000;
const INTERVAL_MAX_MS = 300_000;

/** Stored objects never change in place. */
const READ = new WeakMap<Secret, ScrapeSettings>();

/** Null where its pod mounts no such file; nothing where it cannot be read. */
export function configuredScrapes(source: ObjectSource, { metadata, spec }: Pod): ScrapeSettings | null {
  for (const { secret } of spec?.volumes ?? []) {
    const found = source.get('secrets', metadata?.namespace, secret?.secretName ?? '');
    const packed = found?.data?.[CONFIGURATION_KEY];
    if (found === undefined || packed === undefined) continue;
    const settings = READ.get(found) ?? settingsIn(unpacked(packed));
    READ.set(found, settings);
    return settings;
  }
  return null;
}

function settingsIn(text: string): ScrapeSettings {
  const { global, scrape_configs: configs } = CONFIGURATION.safeParse(foreignYaml(text)).data ?? {};
  const intervalMs = durationMs(global?.scrape_interval ?? '') ?? SCRAPE_INTERVAL_MS;
  const jobs = (configs ?? []).flatMap((one): ScrapeJob[] => {
    const found = one.kubernetes_sd_configs.find(({ role }) => role === 'endpointslice' || role === 'endpoints');
    if (found === undefined) return [];
    const { job_name: job, metrics_path: path, relabel_configs: relabellings } = one;
    return [{ kind: 'discovered', job, namespaces: found.namespaces?.names ?? null, path, relabellings }];
  });
  return { jobs, intervalMs: Math.min(INTERVAL_MAX_MS, Math.max(INTERVAL_MIN_MS, intervalMs)) };
}

function unpacked(packed: string): string {
  try {
    return gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: BYTES_MAX }).toString();
  } catch (error) {
    // zlib's own: somebody else's Secret of that name.
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
