// `npm run record`: saves a real cluster's objects as a scenario to replay, without its secrets.
import { chmod, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, isStatusError, loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { recordingText } from '#lib/sim/index.ts';
import { readCluster } from './read-cluster.ts';

const EXIT_USAGE = 2;

const HELP = `npm run record -- --kubeconfig FILE [OPTION ...]: saves a cluster's objects as a scenario to replay.

  --kubeconfig FILE    the cluster; it is only read
  --context NAME       context in that file (default: the file's current one)
  --output FILE        where to write (default: NAME-OF-CONTEXT.jsonl)
  --with-configmaps    keep ConfigMaps' values, but for what looks secret in them
  --rename-nodes       call nodes after their architecture
  --help               print this and end

Left out or emptied: Secrets' and ConfigMaps' values, environment, certificates, tokens, unknown annotations.
Replaced, alike everywhere: addresses and ids. Kept: names, labels, images, arguments. Read it before you hand it on.
`;

class UsageError extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      output: { type: 'string' },
      'with-configmaps': { type: 'boolean', default: false },
      'rename-nodes': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const kubeconfig = values.kubeconfig ?? process.env['BRAMBLE_KUBECONFIG'];
  if (!values.help && (kubeconfig === undefined || kubeconfig === '')) {
    throw new UsageError('--kubeconfig FILE is missing: the cluster to record. See npm run record -- --help.');
  }
  return { ...values, kubeconfig: kubeconfig ?? '' };
}

async function record(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const config = await loadKubeconfig(resolve(options.kubeconfig), options.context);
  const output = resolve(options.output ?? `${config.name.replace(/[^\w.-]+/g, '-')}.jsonl`);
  const transport = new Transport(config);
  try {
    const cluster = await readCluster(transport);
    const text = recordingText({
      ...cluster,
      options: { withConfigMaps: options['with-configmaps'], renameNodes: options['rename-nodes'] },
    });
    // Names may be nobody else's business either; and a mode given to writeFile does not change that of a file there is.
    await writeFile(output, text, { mode: 0o600 });
    await chmod(output, 0o600);
    const { leftOut, refused } = cluster;
    const lines = [
      `Recorded ${cluster.objects.length} objects of context ${config.name} (Kubernetes ${cluster.kubernetes}).`,
      ...listed(
        'Left out, as the simulated cluster does not serve them',
        Object.entries(leftOut).map(([name, count]) => `${name} (${count})`),
      ),
      ...listed('Left out, as these credentials may not list them', refused),
      `Replay it with: npm start -- --scenario ${output}`,
      'Arguments of containers and names are kept: read the file before you hand it on.',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await transport.close();
  }
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
}

/** What the person can mend, in one line; null for a failure of ours. */
function usageMessage(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof UsageError || error instanceof ConfigError) return error.message;
  if (isStatusError(error)) return `the API server says: ${error.message}`;
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('ERR_PARSE_ARGS')) return `${error.message.split('. ')[0]}. See npm run record -- --help.`;
  return ['EACCES', 'EISDIR', 'ENOENT', 'EROFS', 'ENOSPC'].includes(code) ? `cannot write: ${error.message}` : null;
}

try {
  await record();
} catch (error) {
  const message = usageMessage(error);
  if (message === null) throw error;
  process.stderr.write(`record: ${message}\n`);
  process.exitCode = EXIT_USAGE;
}
