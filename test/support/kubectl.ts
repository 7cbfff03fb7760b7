// A real kubectl against a test's cluster.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KubectlResult {
  code: number;
  stdout: string;
  stderr: string;
}

export type Kubectl = (args: readonly string[], input?: string) => Promise<KubectlResult>;

const TIME_LIMIT_MS = 30_000;

/** Each call gets its own empty HOME cache, so that nothing learned from another cluster is reused. */
export function kubectlFor(kubeconfig: string): Kubectl {
  const binary = process.env['BRAMBLE_KUBECTL'];
  if (binary === undefined) throw new Error('BRAMBLE_KUBECTL names no kubectl: run the tests through npm test');
  const cache = mkdtempSync(join(tmpdir(), 'bramble-kubectl-cache-'));
  return (args, input) =>
    new Promise((resolve, reject) => {
      const env = {
        NODE_ENV: 'test' as const,
        PATH: process.env['PATH'],
        HOME: cache,
        KUBECONFIG: kubeconfig,
        KUBECACHEDIR: cache,
        TZ: 'UTC',
        EDITOR: 'false',
      };
      const child = spawn(binary, args, { env, stdio: ['pipe', 'pipe', 'pipe'], timeout: TIME_LIMIT_MS });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({ code: code ?? 128, stdout, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` }),
      );
      child.stdin.end(input ?? '');
    });
}

/** stdout of a command that must succeed. */
export async function must(result: Promise<KubectlResult>): Promise<string> {
  const { code, stdout, stderr } = await result;
  if (code !== 0) throw new Error(`kubectl ended with ${code}: ${stderr}`);
  return stdout;
}
