// ngrok's agent: it ends without a token that its service takes. No token leads anywhere here; `bad` is one that is refused
// (ngrok.com/docs/errors: ERR_NGROK_4018, ERR_NGROK_105).
import type { Program } from '../kubelet/program.ts';
import type { BehaviourOf } from './behaviour-of.ts';
import { variableOf } from './environment.ts';

const TOKEN = 'NGROK_AUTHTOKEN';
const REFUSED = 'bad';
/** Until its service has answered. */
const ASKED_MS = 1_500;

export const ngrokAgent: BehaviourOf = ({ source }, pod, container) => {
  const token = variableOf(source, pod, container, TOKEN)?.trim() ?? '';
  if (token === '') {
    return {
      program: ends('ERR_NGROK_4018', 'Usage of ngrok requires a verified account and authtoken.', [
        'Sign up for an account: https://dashboard.ngrok.com/signup',
        'Install your authtoken: https://dashboard.ngrok.com/get-started/your-authtoken',
      ]),
    };
  }
  if (token !== REFUSED) return {};
  return {
    program: ends('ERR_NGROK_105', 'The authtoken you specified does not look like a proper ngrok authtoken.', [
      `Your authtoken: ${token}`,
      'Instructions to install your authtoken are on your ngrok dashboard:',
      'https://dashboard.ngrok.com/get-started/your-authtoken',
    ]),
  };
};

function ends(code: string, why: string, more: readonly string[]): Program {
  const lines = [`authentication failed: ${why}`, ...more, code].map((line) => `ERROR:  ${line}`);
  return {
    endsAfterMs: ASKED_MS,
    exitCode: 1,
    stopsAfterMs: 0,
    prints: lines.map((text, index) => ({ afterMs: ASKED_MS - lines.length + index, text })),
  };
}
