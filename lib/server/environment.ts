import 'server-only';
// What the operator configured, from the environment alone: which cluster, and by which names we may be called.
// Imports nothing of the cluster's client: the request guard, a bundle of its own, reads it too.
import { z } from 'zod';

const PORT_DEFAULT = 3000;
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
}

/** What is wrong with the environment, for a person; no stack needed. */
export class EnvironmentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EnvironmentError';
  }
}

const port = z.coerce.number().int().min(1).max(65_535);
const blankAsUnset = (value: unknown) => (value === '' ? undefined : value);
const ENVIRONMENT = z.object({
  BRAMBLE_KUBECONFIG: z.preprocess(blankAsUnset, z.string().optional()),
  BRAMBLE_CONTEXT: z.preprocess(blankAsUnset, z.string().optional()),
  BRAMBLE_HOST: z.preprocess(blankAsUnset, z.string().max(1_000).optional()),
  BRAMBLE_PORT: z.preprocess(blankAsUnset, port.optional()),
  PORT: z.preprocess(blankAsUnset, port.optional()),
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
  };
}
