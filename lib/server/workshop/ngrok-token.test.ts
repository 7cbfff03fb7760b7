// ngrok's authtoken, which an agent reads when it starts: another one reaches it, and the same one leaves it alone.
import { expect } from 'vitest';
import { inClassroom } from '#test/support/taught-classroom.ts';

const TEST_MS = 150_000;
const AGENT = '/apis/apps/v1/namespaces/ngrok/deployments/ngrok';

inClassroom(
  'starts the agent anew when it is another, and only then',
  { timeout: TEST_MS },
  async ({ teacher, api, apply }) => {
    await teacher.choose({ goPublic: true });
    const applied = async (steps: readonly string[], token?: string) => {
      await apply(steps, token);
      expect(await teacher.failed()).toEqual([]);
      const { json } = await api('GET', AGENT);
      expect(JSON.stringify(json)).not.toContain('token-of-');
      return (json['metadata'] as { generation: number }).generation;
    };
    const first = await applied(['ingress', 'public'], 'token-of-ann');
    expect(await applied(['public'])).toBe(first);
    expect(await applied(['public'], 'token-of-ann')).toBe(first);
    expect(await applied(['public'], 'token-of-bob')).toBe(first + 1);
    expect(await applied(['public'])).toBe(first + 1);
  },
);
