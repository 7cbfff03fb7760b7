// For tests: a simulated classroom for each, with a teacher at its workshop and a client of its API.
import { test } from 'vitest';
import { type Ask, clientOf } from './simulated-api.ts';
import { Classroom, type Operator } from './workshop-on-cluster.ts';

const RUN_MS = 90_000;

interface Taught {
  room: Classroom;
  api: Ask;
  teacher: Operator;
  /** By the teacher; until all of it is done or has failed. */
  apply: (steps: readonly string[], ngrokAuthtoken?: string) => Promise<void>;
}

export const inClassroom = test.extend<Taught>({
  room: async ({ onTestFinished }, use) => {
    const room = await Classroom.start();
    onTestFinished(() => room.end());
    await room.settled();
    await use(room);
  },
  api: async ({ room }, use) => use(clientOf(room.cluster)),
  teacher: async ({ room }, use) => {
    const teacher = await room.operator('teacher:3000');
    await teacher.choose({ kubeletInsecureTls: true });
    await use(teacher);
  },
  apply: async ({ teacher }, use) =>
    use(async (steps, ngrokAuthtoken) => {
      await teacher.applySteps(steps, ngrokAuthtoken);
      await teacher.rest(RUN_MS);
    }),
});
