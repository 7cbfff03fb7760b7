// Runs one simulated cluster as a process of its own until it is told to stop.
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CLOCK_SYNTAX, type ClockMode, parseClockMode } from './clock.ts';
import {
  createCluster,
  isScenarioFile,
  RecordingError,
  readScenarioFile,
  ScenarioParameterError,
  UnknownScenarioError,
} from './index.ts';

const EXIT_USAGE = 2;
const PORT_MAX = 65_535;
/** Of boards or pods; the scenario says how many it takes. */
const NUMBER_MAX = 1_000_000;

class UsageError extends Error {}

function clockMode(text: string): ClockMode {
  const mode = parseClockMode(text);
  if (mode === null) throw new UsageError(`--clock ${text}: use ${CLOCK_SYNTAX}`);
  return mode;
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= max)) throw new UsageError(`--${option} ${text}: use a whole number from 0 to ${max}`);
  return value;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'kubecon-2017' },
      nodes: { type: 'string' },
      pods: { type: 'string' },
      clock: { type: 'string', default: 'real' },
      seed: { type: 'string', default: '1' },
      dir: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  if (values.dir === undefined)
    throw new UsageError('--dir DIR is missing: the directory the kubeconfig is written to');
  return {
    scenario: values.scenario,
    parameters: {
      ...(values.nodes === undefined ? {} : { nodes: wholeNumber('nodes', values.nodes, NUMBER_MAX) }),
      ...(values.pods === undefined ? {} : { pods: wholeNumber('pods', values.pods, NUMBER_MAX) }),
    },
    clock: clockMode(values.clock),
    seed: wholeNumber('seed', values.seed, 0xffff_ffff),
    directory: resolve(values.dir),
    host: values.host,
    port: wholeNumber('port', values.port, PORT_MAX),
    withParent: values['with-parent'],
  };
}

async function main(): Promise<void> {
  const { directory, withParent, ...options } = readOptions();
  await mkdir(directory, { recursive: true });
  const recorded = isScenarioFile(options.scenario) ? await readScenarioFile(options.scenario) : null;
  const scenario = recorded?.name ?? options.scenario;
  const cluster = await createCluster({ ...options, scenario, ...(recorded === null ? {} : { recorded }) });
  const stop = () => {
    void cluster.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (withParent) {
    // The parent holds the other end of our stdin: it ends when the parent does, however it dies.
    process.stdin.on('end', stop).on('error', stop).resume();
  }
  const kubeconfig = await cluster.writeKubeconfig(directory);
  const ready = { ready: true, url: cluster.url, control: cluster.controlUrl, kubeconfig, scenario };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** What the person who started it did wrong, in one line; null for a failure of ours. */
function usageMessage(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof UsageError || error instanceof UnknownScenarioError) return error.message;
  if (error instanceof ScenarioParameterError || error instanceof RecordingError) return error.message;
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('ERR_PARSE_ARGS')) return error.message;
  if (code === 'EADDRINUSE') return `the port is taken: ${error.message}; choose another with --port`;
  return code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND' ? error.message : null;
}

try {
  await main();
} catch (error) {
  const message = usageMessage(error);
  if (message === null) throw error;
  process.stderr.write(`${message}\n`);
  process.exit(EXIT_USAGE);
}
