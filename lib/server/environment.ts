import 'server-only';
// What the operator configured, from the environment alone: which cluster, and by which names we may be called.
// Imports nothing of the cluster's client: the request guard, a bundle of its own, reads it too.
import { z } from 'zod';
import { parseRegistries, parseServerUrl, type RegistryChoice } from '#lib/registry/policy.ts';

const PORT_DEFAULT = 3000;
const MEBIBYTE = 1024 ** 2;
/** About 2,100 series of nodes, namespaces and containers over a day. */
const HISTORY_MIB = 32;
const HISTORY_MIB_MAX = 99_999;
/** With or without a port. */
const LOOPBACK = /^(?:(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?|::1)$/;

export interface Settings {
  /** Undefined inside a pod. */
  kubeconfig: string | undefined;
  context: string | undefined;
  /** Names beyond loopback under which browsers may call us: `rack.local`, `rack.local:8080`, `0.0.0.0` for any address. */
  hosts: readonly string[];
  /** Ports under which they may: the one listened on, and the one of whatever relays to it. */
  ports: readonly number[];
  /** Set where others than the person at this machine can reach us: nobody has signed in, so nobody may act. */
  readOnly: boolean;
  /** Which registries may be asked about images; null where nobody said. */
  registries: RegistryChoice | null;
  /** Asked in place of every registry; null for none. */
  registryMirror: string | null;
  /** A Prometheus outside the cluster that is asked for use as well; null for none. */
  prometheusUrl: string | null;
  /** This dashboard's name where several work on one cluster, the same after a restart; null for host and port. */
  operator: string | null;
  /** What the history of use may take of memory; 0 for none. */
  historyBytes: number;
}

/** What is wrong with the environment, for a person; no stack needed. */
export class EnvironmentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EnvironmentError';
  }
}

const port = z.coerce.number().int().min(1).max(65_535);
const registries = z
  .string()
  .max(10_000)
  .transform((text, context): RegistryChoice => {
    const choice = parseRegistries(text);
    if (choice !== null) return choice;
    context.addIssue('say on, off, or names of registries such as ghcr.io,http://nas.local:5000');
    return z.NEVER;
  });
const serverUrl = (example: string) =>
  z
    .string()
    .max(1_000)
    .transform((text, context): string => {
      const url = parseServerUrl(text);
      if (url !== null) return url;
      context.addIssue(`give an address such as ${example}`);
      return z.NEVER;
    });
/** For people, in one line. */
const OPERATOR = /^[^\p{Cc}\s](?:[^\p{Cc}]{0,98}[^\p{Cc}\s])?$/u;
const blankAsUnset = (value: unknown) => (value === '' ? undefined : value);
const ENVIRONMENT = z.object({
  BRAMBLE_KUBECONFIG: z.preprocess(blankAsUnset, z.string().optional()),
  BRAMBLE_CONTEXT: z.preprocess(blankAsUnset, z.string().optional()),
  BRAMBLE_HOST: z.preprocess(blankAsUnset, z.string().max(1_000).optional()),
  BRAMBLE_PORT: z.preprocess(blankAsUnset, port.optional()),
  PORT: z.preprocess(blankAsUnset, port.optional()),
  BRAMBLE_REGISTRIES: z.preprocess(blankAsUnset, registries.optional()),
  BRAMBLE_REGISTRY_MIRROR: z.preprocess(blankAsUnset, serverUrl('https://mirror.local:5000').optional()),
  BRAMBLE_HISTORY_MIB: z.preprocess(
    blankAsUnset,
    z.coerce.number().int().min(0).max(HISTORY_MIB_MAX).default(HISTORY_MIB),
  ),
  BRAMBLE_PROMETHEUS: z.preprocess(blankAsUnset, serverUrl('http://prometheus.local:9090').optional()),
  BRAMBLE_OPERATOR: z.preprocess(
    blankAsUnset,
    z.string().regex(OPERATOR, 'give a name of up to 100 characters, such as bramble').optional(),
  ),
  // What Next listens on; unset, it listens on every address.
  HOSTNAME: z.preprocess(blankAsUnset, z.string().default('0.0.0.0')),
});

/** Throws EnvironmentError naming the variable that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const parsed = ENVIRONMENT.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EnvironmentError(`${issue?.path.join('.') ?? 'the environment'} is not valid: ${issue?.message ?? ''}`);
  }
  const given = parsed.data;
  const ports = [given.BRAMBLE_PORT, given.PORT].filter((port) => port !== undefined);
  const hosts = (given.BRAMBLE_HOST ?? '').split(',').flatMap((host) => host.trim().toLowerCase() || []);
  return {
    kubeconfig: given.BRAMBLE_KUBECONFIG,
    context: given.BRAMBLE_CONTEXT,
    hosts,
    ports: ports.length === 0 ? [PORT_DEFAULT] : [...new Set(ports)],
    // A name beyond loopback means that somebody relays to us from there.
    readOnly: ![given.HOSTNAME, ...hosts].every((host) => LOOPBACK.test(host)),
    registries: given.BRAMBLE_REGISTRIES ?? null,
    registryMirror: given.BRAMBLE_REGISTRY_MIRROR ?? null,
    prometheusUrl: given.BRAMBLE_PROMETHEUS ?? null,
    operator: given.BRAMBLE_OPERATOR ?? null,
    historyBytes: given.BRAMBLE_HISTORY_MIB * MEBIBYTE,
  };
}
