// A reader with the registries of one test, and what its tests ask of it.

import type { Credentials } from '#lib/registry/credentials.ts';
import { parseRegistries } from '#lib/registry/policy.ts';
import type { PlatformsRead } from '#lib/registry/read-platforms.ts';
import { type ReaderOptions, RegistryReader } from '#lib/registry/reader.ts';
import { RegistryError } from '#lib/registry/registry-error.ts';
import { formatPlatform } from '#lib/rules/images/platform.ts';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { TestRegistry, type TestRegistryOptions } from './test-registry.ts';

export const USER = { name: 'pi', password: 'raspberry' };
export const ME: Credentials = { username: 'pi', password: 'raspberry' };
export const ARM = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm', variant: 'v6' },
  { os: 'linux', architecture: 'arm', variant: 'v7' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
];

export class Reading {
  nowMs = 1_000_000;
  readonly #registries: TestRegistry[] = [];
  #reader: RegistryReader | null = null;

  async registry(options: TestRegistryOptions = {}): Promise<TestRegistry> {
    const registry = new TestRegistry(options);
    await registry.start();
    this.#registries.push(registry);
    return registry;
  }

  /** May ask these, and nobody else. */
  readFrom(registries: readonly TestRegistry[], options: Partial<ReaderOptions> = {}): void {
    const choice = parseRegistries(registries.map(({ url }) => url).join(','));
    if (choice === null) throw new Error('no registries');
    this.#reader = new RegistryReader({ policy: { ...choice, mirror: null }, now: () => this.nowMs, ...options });
  }

  read(image: string, credentials: Credentials | null = null): Promise<PlatformsRead> {
    const reference = parseImageReference(image);
    if (reference === null || this.#reader === null) throw new Error(`no reference, or no reader: ${image}`);
    return this.#reader.read(reference, credentials);
  }

  async failure(image: string, credentials: Credentials | null = null): Promise<RegistryError> {
    const error = await this.read(image, credentials).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof RegistryError)) throw new Error(`no RegistryError: ${String(error)}`);
    return error;
  }

  async close(): Promise<void> {
    await this.#reader?.close();
    await Promise.all(this.#registries.splice(0).map((registry) => registry.close()));
  }
}

export function texts({ platforms }: PlatformsRead): string[] {
  return platforms.map(formatPlatform);
}
