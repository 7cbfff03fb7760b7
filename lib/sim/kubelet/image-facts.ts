// What a registry knows of an image, and what its containers do: data of scenarios and of the well-known images.
import type { Platform } from '#lib/rules/images/platform.ts';

/** What a registry knows of an image, and what its containers do. */
export interface ImageFacts {
  /** Without tag: `luxas/my-app`, `registry.k8s.io/pause`. Docker Hub names stand without host and `library/`. */
  name: string;
  /** `null`: any tag exists. */
  tags: readonly string[] | null;
  /** Of its manifest list, as `arm/v7`, `arm64/v8`, `amd64`. A board that none of them fits fails with "no match for platform". */
  platforms: readonly string[];
  /** A single-platform image: pulls anywhere, and fails with "exec format error" where it does not fit. */
  singlePlatform?: boolean;
  /** Its manifest list holds an attestation beside each image, as BuildKit pushes them. */
  attested?: boolean;
  /** Every board has the first platform's image already, as of somebody who imported it by hand: nothing is pulled. */
  imported?: boolean;
  /** Who may pull it; absent: anybody. */
  credentials?: { username: string; password: string };
  /** What it executes where the pod names nothing else; absent: `/docker-entrypoint.sh`. */
  entrypoint?: string;
  sizeBytes: number;
  /** From start to Ready on a Raspberry Pi 3. */
  startupMs: number;
  /** What it prints, by name of a log style. */
  log: string;
  /** What it answers over HTTP, by name of an application in lib/sim/proxy; absent: nothing anybody knows of. */
  http?: string;
  /** What it uses at rest and under load, by name of a usage profile. */
  usage: string;
  /** The default command ends by itself after this long (hello-world); absent: it serves for ever. */
  runsForMs?: number;
  /** What it does where the pod gives no command, when it ends: 0 unless said. */
  exitCode?: number;
}

/** `arm/v7` is linux/arm/v7; only what is not for Linux names its system: `windows/amd64`. */
export function compactPlatform(text: string): Platform {
  const parts = text.split('/');
  const os = parts[0] === 'windows' ? (parts.shift() ?? '') : 'linux';
  const [architecture = '', variant = ''] = parts;
  return { os, architecture, variant };
}
