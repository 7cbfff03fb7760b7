// A network of its own for a control plane: addresses of pods and boards are addresses of this machine in it, so that
// programs which listen there are what Services lead to. Nothing of it is reachable from outside but the ports asked for.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { type Watchdog, watchdogOver } from './watchdog.ts';

const INSIDE = join(import.meta.dirname, 'pod-network-inside.ts');
/** An administrator makes a network as it is; anybody else in a namespace of users that is theirs. */
const IS_ROOT = process.getuid?.() === 0;

/** What a program is started by. */
export interface Command {
  path: string;
  args: readonly string[];
}

export class PodNetwork {
  readonly #process: ChildProcess;
  readonly #pid: number;
  readonly #directory: string;
  readonly #watchdog: Watchdog;
  readonly #doors: Server[] = [];

  private constructor(process: ChildProcess, pid: number, directory: string, watchdog: Watchdog) {
    this.#process = process;
    this.#pid = pid;
    this.#directory = directory;
    this.#watchdog = watchdog;
  }

  /**
   * @param ranges of addresses that programs in it may listen on, `10.0.0.0/24`
   * @throws where this machine makes no network namespaces, with what it says
   */
  static async start(ranges: readonly string[]): Promise<PodNetwork> {
    const directory = mkdtempSync(join(tmpdir(), 'bramble-network-'));
    const watchdog = watchdogOver(directory);
    const own = IS_ROOT ? ['--net'] : ['--user', '--map-root-user', '--net'];
    const inside = [process.execPath, INSIDE, socketIn(directory), ...ranges];
    const child = spawn('unshare', [...own, ...inside], { stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      await untilItSpeaks(child);
      if (child.pid === undefined) throw new Error('it has no process');
      watchdog.guard(child.pid);
      return new PodNetwork(child, child.pid, directory, watchdog);
    } catch (error) {
      child.kill('SIGKILL');
      watchdog.stop();
      rmSync(directory, { recursive: true, force: true });
      throw new Error('a network of its own cannot be made here (unshare and ip of Linux make it)', { cause: error });
    }
  }

  /** The same program, in this network. */
  within({ path, args }: Command): Command {
    const place = [`--target=${this.#pid}`, '--net', ...(IS_ROOT ? [] : ['--user', '--preserve-credentials'])];
    return { path: 'nsenter', args: [...place, '--', path, ...args] };
  }

  /** From now on this port of the loopback address leads to the same one in there: while this process is not blocked. */
  async open(port: number): Promise<void> {
    const door = createServer((socket) => {
      const inner = connect(socketIn(this.#directory));
      inner.write(`${port}\n`);
      // Either side may end at any time; the other one is told, and whoever waits for an answer says so.
      pipeline(socket, inner, () => inner.destroy());
      pipeline(inner, socket, () => socket.destroy());
    });
    this.#doors.push(door);
    await new Promise<void>((resolve, reject) => {
      door.once('error', reject);
      door.listen(port, '127.0.0.1', resolve);
    });
  }

  /** After everything in it has ended. */
  stop(): void {
    for (const door of this.#doors) door.close();
    this.#process.kill('SIGKILL');
    this.#watchdog.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function socketIn(directory: string): string {
  return join(directory, 'door');
}

/** Its first words say that it is ready; what it complains of is why it is not. */
function untilItSpeaks(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.stdout?.once('data', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${complaint}`)));
  });
}
