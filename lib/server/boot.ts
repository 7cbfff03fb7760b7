import 'server-only';
// Start and end of the process: the hub at once, streams closed at the first signal.
import { hostname } from 'node:os';
import { ClusterSource } from './cluster-source.ts';
import { readSettings } from './environment.ts';
import { guardIncomingHttp } from './http/incoming-http.ts';
import { Hub } from './live/hub.ts';
import { setHub } from './live/running-hub.ts';
import { readBuildId } from './settings.ts';

/** After a signal Next waits for open answers to end; whatever still runs then is not worth waiting for. */
const EXIT_MS = 1_500;

export async function boot(): Promise<void> {
  guardIncomingHttp();
  try {
    const settings = readSettings();
    const source = new ClusterSource(settings);
    const reload = () => source.reload();
    const hub = new Hub(await source.load(), readBuildId(), {
      reload,
      readOnly: settings.readOnly,
      registries: settings,
      historyBytes: settings.historyBytes,
      prometheusUrl: settings.prometheusUrl,
      identity: settings.operator ?? `${hostname()}:${settings.ports[0] ?? process.pid}`,
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(hub));
    hub.start();
    setHub(hub);
  } catch (error) {
    // A wrong setting is the operator's to mend, in one line; anything else deserves its stack.
    const named = error instanceof Error && (error.name === 'ConfigError' || error.name === 'EnvironmentError');
    console.error(named ? `bramble: ${error.message}` : error);
    process.exit(1);
  }
}

async function end(hub: Hub): Promise<void> {
  setTimeout(() => process.exit(0), EXIT_MS).unref();
  try {
    await hub.stop();
  } catch (error) {
    console.error('while stopping:', error);
  }
}
