// The launcher's options: one table for parsing, environment variables and --help.
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRegistries, parseServerUrl } from '#lib/registry/policy.ts';

export interface Options {
  kubeconfig: string | null;
  context: string | null;
  scenario: string;
  /** How large a scenario is that comes in any size. */
  size: { nodes?: number; pods?: number };
  /** As it was given: the simulated cluster knows which there are. */
  clock: string;
  port: number;
  host: string;
  dev: boolean;
  /** As they were given; null leaves it to the server. */
  registries: string | null;
  registryMirror: string | null;
  prometheus: string | null;
  historyMib: string | null;
  operator: string | null;
}

export const DEFAULT_SCENARIO = 'kubecon-2017';
export const DEFAULT_CLOCK = 'real';

/** Something the person at the terminal can mend: printed as one line, exit code 2. */
export class UsageError extends Error {}

interface OptionRow {
  name: string;
  argument: string | null;
  variable: string;
  help: string;
}

const ROWS: readonly OptionRow[] = [
  {
    name: 'kubeconfig',
    argument: 'FILE',
    variable: 'BRAMBLE_KUBECONFIG',
    help: 'show a real cluster instead of the simulated one',
  },
  {
    name: 'context',
    argument: 'NAME',
    variable: 'BRAMBLE_CONTEXT',
    help: "context in that file (default: the file's current one)",
  },
  {
    name: 'scenario',
    argument: 'NAME|FILE',
    variable: 'BRAMBLE_SCENARIO',
    help: `the simulated cluster to start, or a recorded one's file (default: ${DEFAULT_SCENARIO})`,
  },
  {
    name: 'nodes',
    argument: 'N',
    variable: 'BRAMBLE_NODES',
    help: 'how many boards the scenario big has (default: 300; up to 5000)',
  },
  {
    name: 'pods',
    argument: 'N',
    variable: 'BRAMBLE_PODS',
    help: 'how many pods it has (default: 3000; up to 150000)',
  },
  {
    name: 'clock',
    argument: 'real|paused|xN',
    variable: 'BRAMBLE_CLOCK',
    help: "the simulated cluster's clock (default: real; x10 is ten times as fast)",
  },
  { name: 'port', argument: 'N', variable: 'BRAMBLE_PORT', help: 'port of the dashboard (default: 3000)' },
  {
    name: 'host',
    argument: 'ADDR',
    variable: 'BRAMBLE_HOST',
    help: 'address to listen on (default: 127.0.0.1, this machine only; elsewhere the dashboard is read-only)',
  },
  {
    name: 'registries',
    argument: 'on|off|HOST,...',
    variable: 'BRAMBLE_REGISTRIES',
    help: 'which registries are asked about images (default: on; off where the dashboard is read-only); http://HOST:PORT goes without TLS',
  },
  {
    name: 'registry-mirror',
    argument: 'URL',
    variable: 'BRAMBLE_REGISTRY_MIRROR',
    help: 'ask this mirror in place of every registry',
  },
  {
    name: 'prometheus',
    argument: 'URL',
    variable: 'BRAMBLE_PROMETHEUS',
    help: 'a Prometheus outside the cluster to read use from, beside those that are found inside',
  },
  {
    name: 'history-mib',
    argument: 'N',
    variable: 'BRAMBLE_HISTORY_MIB',
    help: 'memory for the history of CPU and memory use that the server keeps itself, in MiB (default: 32; 0 for none)',
  },
  {
    name: 'operator',
    argument: 'NAME',
    variable: 'BRAMBLE_OPERATOR',
    help: 'who is at work on the workshop, as others see it (default: host and port); what was begun under it is gone on with',
  },
  {
    name: 'dev',
    argument: null,
    variable: 'BRAMBLE_DEV',
    help: 'serve the sources and reload on change, for work on the dashboard itself',
  },
];

export function helpText(): string {
  const rows = ROWS.map(
    (row) => [`--${row.name}${row.argument === null ? '' : ` ${row.argument}`}`, row.variable, row.help] as const,
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map(
    ([flag, variable, help]) => `  ${flag.padEnd(widths[0] ?? 0)}  ${variable.padEnd(widths[1] ?? 0)}  ${help}`,
  );
  return [
    'npm start -- [OPTION ...]: serves the dashboard on a simulated cluster, or on a real one.',
    '',
    'Each option can be given by its environment variable instead; the option wins.',
    '',
    ...lines,
    `  ${'--help'.padEnd(widths[0] ?? 0)}  ${''.padEnd(widths[1] ?? 0)}  print this and end`,
  ].join('\n');
}

/** Returns `help` where it was asked for. Throws a UsageError that says what to do. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | 'help' {
  const given = parse(args);
  if (given['help'] === true) return 'help';
  const text = (name: string): string | null => {
    const row = ROWS.find((candidate) => candidate.name === name);
    const value = given[name] ?? env[row?.variable ?? ''];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const kubeconfig = text('kubeconfig');
  if (kubeconfig !== null && !existsSync(kubeconfig)) {
    throw new UsageError(`there is no file ${kubeconfig}: give --kubeconfig the path of a kubeconfig file.`);
  }
  const context = text('context');
  if (context !== null && kubeconfig === null) {
    throw new UsageError('--context names a context of a kubeconfig: give --kubeconfig FILE with it.');
  }
  if (kubeconfig !== null && (text('scenario') ?? text('clock')) !== null) {
    throw new UsageError('--scenario and --clock are for the simulated cluster: leave them out with --kubeconfig.');
  }
  const size = readSize(text('nodes'), text('pods'));
  if (kubeconfig !== null && Object.keys(size).length > 0) {
    throw new UsageError('--nodes and --pods are for the simulated cluster: leave them out with --kubeconfig.');
  }
  return {
    kubeconfig: kubeconfig === null ? null : isAbsolute(kubeconfig) ? kubeconfig : resolve(kubeconfig),
    context,
    scenario: text('scenario') ?? DEFAULT_SCENARIO,
    size,
    clock: text('clock') ?? DEFAULT_CLOCK,
    port: readPort(text('port') ?? '3000'),
    host: text('host') ?? '127.0.0.1',
    registries: readRegistries(text('registries')),
    registryMirror: readUrl('registry-mirror', text('registry-mirror'), 'https://mirror.local:5000'),
    prometheus: readUrl('prometheus', text('prometheus'), 'http://prometheus.local:9090'),
    historyMib: readHistory(text('history-mib')),
    operator: text('operator'),
    dev: given['dev'] === true || env['BRAMBLE_DEV'] === '1',
  };
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
  const options: Record<string, { type: 'string' | 'boolean' }> = { help: { type: 'boolean' } };
  for (const row of ROWS) options[row.name] = { type: row.argument === null ? 'boolean' : 'string' };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message.split('. ')[0] : String(error)}. See npm start -- --help.`,
    );
  }
}

function readRegistries(text: string | null): string | null {
  if (text === null || parseRegistries(text) !== null) return text;
  throw new UsageError(`--registries is on, off, or names such as ghcr.io,http://nas.local:5000, not "${text}".`);
}

function readUrl(option: string, text: string | null, example: string): string | null {
  if (text === null || parseServerUrl(text) !== null) return text;
  throw new UsageError(`--${option} is an address without a password, such as ${example}.`);
}

function readSize(nodes: string | null, pods: string | null): Options['size'] {
  const size: Options['size'] = {};
  if (nodes !== null) size.nodes = readCount('nodes', nodes);
  if (pods !== null) size.pods = readCount('pods', pods);
  return size;
}

/** How many the scenario takes it says itself. */
function readCount(option: string, text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} is a whole number, not "${text}".`);
}

function readHistory(text: string | null): string | null {
  if (text === null || /^\d{1,5}$/.test(text)) return text;
  throw new UsageError(`--history-mib is a whole number of MiB up to 99999, not "${text}".`);
}

function readPort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--port is a number from 1 to 65535, not "${text}".`);
}
