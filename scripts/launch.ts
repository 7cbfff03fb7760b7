// Starts everything `npm start` promises: options, build, simulated cluster, dashboard, and an orderly end.
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { ensureBuild } from './build.ts';
import { checkCluster } from './check-cluster.ts';
import { DEFAULT_CLOCK, DEFAULT_SCENARIO, helpText, type Options, readOptions, UsageError } from './options.ts';
import {
  checkPort,
  type ServerSettings,
  type SimulatedCluster,
  startServer,
  startSimulatedCluster,
  untilServes,
} from './processes.ts';

const root = join(import.meta.dirname, '..');
const STOP_MS = 5_000;
/** A server that dies this often within a minute is not started again. */
const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;

const say = (line: string): void => void process.stderr.write(`bramble: ${line}\n`);

/** Ends children in order; a second signal does not wait. */
class Children {
  readonly #running = new Set<ChildProcess>();
  stopping = false;

  add(child: ChildProcess): ChildProcess {
    this.#running.add(child);
    child.on('exit', () => this.#running.delete(child));
    return child;
  }

  stop(code: number): void {
    if (this.stopping) return;
    this.stopping = true;
    const waiting = [...this.#running];
    if (waiting.length === 0) process.exit(code);
    setTimeout(() => {
      for (const child of this.#running) child.kill('SIGKILL');
    }, STOP_MS);
    for (const child of waiting) {
      child.on('exit', () => {
        if (this.#running.size === 0) process.exit(code);
      });
      child.kill('SIGTERM');
    }
  }
}

const children = new Children();

function supervise(settings: ServerSettings, started: ChildProcess): void {
  const deaths: number[] = [];
  const watch = (child: ChildProcess): void => {
    child.on('exit', (code, signal) => {
      if (children.stopping) return;
      const now = Date.now();
      deaths.push(now);
      if (deaths.filter((at) => at > now - RESTART_WINDOW_MS).length > RESTARTS_MAX) {
        say(`the dashboard's server ended ${RESTARTS_MAX} times within a minute; giving up.`);
        return children.stop(1);
      }
      say(`the dashboard's server ended (${signal ?? `code ${code}`}); starting it again.`);
      watch(children.add(startServer(root, settings)));
    });
  };
  watch(started);
}

/**
 * What to start: a scenario's name, or the whole path of a recorded one. Before a build that takes half a minute, so that
 * a name nobody knows fails at once.
 */
async function checkScenario({ scenario, size }: Options): Promise<string> {
  if (scenario === DEFAULT_SCENARIO && Object.keys(size).length === 0) return scenario;
  const sim = await import('#lib/sim/index.ts');
  const errors = [sim.UnknownScenarioError, sim.ScenarioParameterError, sim.RecordingError];
  try {
    const recorded = sim.isScenarioFile(scenario) ? await sim.readScenarioFile(scenario) : null;
    sim.checkScenario(recorded?.name ?? scenario, size, recorded === null ? undefined : [recorded]);
    return recorded === null ? scenario : resolve(scenario);
  } catch (error) {
    if (error instanceof Error && errors.some((one) => error instanceof one)) throw new UsageError(`${error.message}.`);
    throw error;
  }
}

async function checkClock({ clock }: Options): Promise<void> {
  if (clock === DEFAULT_CLOCK) return;
  const { CLOCK_SYNTAX, parseClockMode } = await import('#lib/sim/index.ts');
  if (parseClockMode(clock) !== null) return;
  throw new UsageError(`--clock is ${CLOCK_SYNTAX} (x10 is ten times as fast), not "${clock}".`);
}

async function launch(options: Options): Promise<void> {
  await checkClock(options);
  await checkPort(options.host, options.port);
  const context = options.kubeconfig === null ? null : await checkCluster(options.kubeconfig, options.context);
  const scenario = options.kubeconfig === null ? await checkScenario(options) : '';
  const build = options.dev ? 'development' : await ensureBuild(root, say);
  // After the build: a scenario's story begins when its cluster starts, and should be seen from the beginning.
  let simulated: SimulatedCluster | null = null;
  if (options.kubeconfig === null) {
    const directory = join(root, '.bramble', String(options.port));
    simulated = await startSimulatedCluster(root, {
      scenario,
      size: options.size,
      clock: options.clock,
      directory,
    });
    children.add(simulated.process).on('exit', (code) => {
      if (children.stopping) return;
      say(
        `the simulated cluster ended with code ${code}; its state is gone, so this ends too. Start again with npm start.`,
      );
      children.stop(1);
    });
  }
  const kubeconfig = simulated?.kubeconfig ?? options.kubeconfig ?? '';
  const settings: ServerSettings = {
    host: options.host,
    port: options.port,
    kubeconfig,
    context: options.context,
    build,
    dev: options.dev,
    registries: options.registries,
    registryMirror: options.registryMirror,
    prometheus: options.prometheus,
    historyMib: options.historyMib,
    operator: options.operator,
  };
  if (children.stopping) return;
  const server = children.add(startServer(root, settings));
  await untilServes(server, options.host, options.port);
  supervise(settings, server);
  const shownHost = options.host.includes(':') ? `[${options.host}]` : options.host;
  process.stdout.write(`Dashboard  http://${shownHost}:${options.port}\n`);
  process.stdout.write(
    `Cluster    ${simulated === null ? `context ${context} of ${kubeconfig}` : `simulated cluster ${simulated.scenario}, clock ${options.clock}`}\n`,
  );
  process.stdout.write(
    `kubectl    export KUBECONFIG=${/^[\w./-]+$/.test(kubeconfig) ? kubeconfig : `'${kubeconfig.replaceAll("'", "'\\''")}'`}\n`,
  );
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => children.stop(0));

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') process.stdout.write(`${helpText()}\n`);
  else await launch(options);
} catch (error) {
  // What is no mistake of the person's is a bug: it ends with its stack, but never leaves a child behind.
  if (error instanceof UsageError) say(error.message.replace(/^bramble: /, ''));
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
  children.stop(2);
}
