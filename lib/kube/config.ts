// Which cluster and as whom: a kubeconfig file and context, or the service account of the pod we run in.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';

export interface SimulatedParts {
  scenario: string;
  /** Address of its control endpoint; '' where it names none. */
  control: string;
  /** Address of a mirror that stands for every registry; '' where it names none. */
  registry: string;
}

export interface ClusterConfig {
  /** The context's name, or `in-cluster`. */
  name: string;
  kubeConfig: KubeConfig;
  /** Base of every request path, without a trailing slash. */
  server: string;
  /** The same user's credentials read anew, or null where there are none at the moment. */
  renewed(): Promise<KubeConfig | null>;
  /** Null for a real cluster. */
  simulated: SimulatedParts | null;
}

/** What is wrong with the configuration and what to do about it, for a person; no stack needed. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** Extension of a kubeconfig's cluster entry by which a simulated cluster says what it is. */
const SIMULATED_EXTENSION = 'bramble/simulated';

/** Throws ConfigError. Files named in the kubeconfig are relative to it, as kubectl reads them. */
export async function loadKubeconfig(file: string, context?: string): Promise<ClusterConfig> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ConfigError(`kubeconfig ${file} ${missing ? 'does not exist' : 'cannot be read'}: name another file`);
  }
  const kubeConfig = await emptyConfig();
  try {
    kubeConfig.loadFromFile(file);
  } catch {
    // The parser's message quotes the file, and with it credentials.
    throw new ConfigError(`kubeconfig ${file} is not a valid kubeconfig: check it with kubectl config view`);
  }
  const names = kubeConfig.contexts.map((known) => known.name);
  const wanted = context ?? kubeConfig.currentContext;
  if (names.length === 0) throw new ConfigError(`${file} holds no context: is it a kubeconfig?`);
  if (!wanted) throw new ConfigError(`kubeconfig ${file} has no current-context: name one of ${names.join(', ')}`);
  if (!names.includes(wanted)) {
    throw new ConfigError(`kubeconfig ${file} has no context ${wanted}: it has ${names.join(', ') || 'none'}`);
  }
  kubeConfig.setCurrentContext(wanted);
  followTokenFile(text, kubeConfig, dirname(file));
  const found = described(kubeConfig, wanted, file);
  const renewed = () => renewedBy(() => loadKubeconfig(file, context), found.server);
  return { ...found, renewed, simulated: simulatedOf(text, kubeConfig) };
}

/** The mounted service account; throws ConfigError outside a pod. */
export async function loadInCluster(): Promise<ClusterConfig> {
  if (!process.env['KUBERNETES_SERVICE_HOST']) {
    throw new ConfigError('not inside a pod, and no kubeconfig is named: set BRAMBLE_KUBECONFIG');
  }
  const kubeConfig = await emptyConfig();
  kubeConfig.loadFromCluster();
  const found = described(kubeConfig, 'in-cluster', 'the service account');
  return { ...found, renewed: () => renewedBy(loadInCluster, found.server), simulated: null };
}

/** client-node keeps tokens of files for a minute, of plugins until they say they expire, and has no way to forget them. */
async function renewedBy(load: () => Promise<ClusterConfig>, server: string): Promise<KubeConfig | null> {
  try {
    const config = await load();
    // A file that names another server by now is another cluster's, which is for others to decide.
    return config.server === server ? config.kubeConfig : null;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // Half written: asked again at the next refusal.
    return null;
  }
}

/** client-node does not know `tokenFile` of a kubeconfig, which goes before `token` (client-go tools/clientcmd/api AuthInfo). */
function followTokenFile(text: string, kubeConfig: KubeConfig, directory: string): void {
  const user = kubeConfig.getCurrentUser();
  const entry = list(asRecord(parse(text))['users']).find((known) => known['name'] === user?.name);
  const { tokenFile } = asRecord(entry?.['user']);
  if (user === null || typeof tokenFile !== 'string' || tokenFile === '') return;
  const authProvider = { name: 'tokenFile', config: { tokenFile: resolve(directory, tokenFile) } };
  const { token: _replaced, ...rest } = user;
  Object.assign(kubeConfig, {
    users: kubeConfig.users.map((known) => (known === user ? { ...rest, authProvider } : known)),
  });
}

/** Loaded when first needed: the package is large, and pages and routes are bundles that never need it. */
async function emptyConfig(): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  return new KubeConfig();
}

function described(kubeConfig: KubeConfig, name: string, from: string): Omit<ClusterConfig, 'simulated' | 'renewed'> {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster?.server) throw new ConfigError(`context ${name} in ${from} names a cluster that is not there`);
  let server: URL;
  try {
    server = new URL(cluster.server);
  } catch {
    throw new ConfigError(`context ${name} in ${from}: the cluster's server is not a URL`);
  }
  // client-node reads the certificate authority only for a context that names a user.
  if (kubeConfig.getCurrentUser() === null) {
    const anonymous = 'bramble-anonymous';
    if (kubeConfig.getUser(anonymous) === null) kubeConfig.addUser({ name: anonymous });
    const context = kubeConfig.getContextObject(name);
    if (context !== null) Object.assign(context, { user: anonymous });
  }
  return { name, kubeConfig, server: server.href.replace(/\/+$/, '') };
}

/** client-node drops extensions, so they are read from the file itself. */
function simulatedOf(text: string, kubeConfig: KubeConfig): ClusterConfig['simulated'] {
  const name = kubeConfig.getCurrentCluster()?.name;
  const file = asRecord(parse(text));
  const entry = list(file['clusters']).find((known) => known['name'] === name);
  const extension = list(asRecord(entry?.['cluster'])['extensions']).find((e) => e['name'] === SIMULATED_EXTENSION);
  if (extension === undefined) return null;
  const { scenario, control, registry } = asRecord(extension['extension']);
  return {
    scenario: typeof scenario === 'string' ? scenario : 'unknown',
    control: typeof control === 'string' ? control : '',
    registry: typeof registry === 'string' ? registry : '',
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}
