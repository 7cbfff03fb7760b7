// A real kubectl, and a real helm, against a test's cluster.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KubectlResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** `onOutput` is called at every piece of stdout, as it comes. */
export type Kubectl = (args: readonly string[], input?: string, onOutput?: () => void) => Promise<KubectlResult>;

const TIME_LIMIT_MS = 30_000;

/**
 * Each gets its own empty HOME, so that nothing learned from another cluster is reused.
 * `environment` is set beside what every call has.
 */
export function kubectlFor(kubeconfig: string, environment: Readonly<Record<string, string>> = {}): Kubectl {
  return commandFor('BRAMBLE_KUBECTL', kubeconfig, environment);
}

export function helmFor(kubeconfig: string): Kubectl {
  return commandFor('BRAMBLE_HELM', kubeconfig, {});
}

function commandFor(variable: string, kubeconfig: string, environment: Readonly<Record<string, string>>): Kubectl {
  const binary = process.env[variable];
  if (binary === undefined) throw new Error(`${variable} names no program: run the tests through npm test`);
  const home = mkdtempSync(join(tmpdir(), 'bramble-home-'));
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env['PATH'],
    HOME: home,
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: home,
    TZ: 'UTC',
    EDITOR: 'false',
    ...environment,
  };
  return (args, input, onOutput) =>
    new Promise((resolve, reject) => {
      const child = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'pipe'], timeout: TIME_LIMIT_MS });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        onOutput?.();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({ code: code ?? 128, stdout, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` }),
      );
      // A command that ends without reading what it is given says by its exit what came of it.
      child.stdin.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
      child.stdin.end(input ?? '');
    });
}

/** stdout of a command that must succeed. */
export async function must(result: Promise<KubectlResult>): Promise<string> {
  const { code, stdout, stderr } = await result;
  if (code !== 0) throw new Error(`the command ended with ${code}: ${stderr}`);
  return stdout;
}
