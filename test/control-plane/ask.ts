// Whether a server of the control plane is ready, asked as an administrator.
import { request } from 'node:https';
import type { Authority, Certificate } from './authority.ts';

export interface Client extends Certificate {
  ca: string;
  /** For servers that sign their own certificate. */
  anyServer?: boolean;
}

const ANSWER_MS = 2_000;

export async function clientOf(authority: Authority): Promise<Client> {
  return { ca: authority.pem, ...(await authority.client('bramble-admin', ['system:masters'])) };
}

export function answersOk(url: string, { ca, cert, key, anyServer = false }: Client): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { ca, cert, key, agent: false, rejectUnauthorized: !anyServer, timeout: ANSWER_MS } as const;
    const call = request(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}
