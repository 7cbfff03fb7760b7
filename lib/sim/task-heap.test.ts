import { expect, it } from 'vitest';
import { TaskHeap } from './task-heap.ts';

it('gives tasks in the order they are due, and forgets cancelled ones long before that', () => {
  const tasks = new TaskHeap();
  const ran: string[] = [];
  for (const name of ['third', 'first', 'second']) {
    const dueMs = ['first', 'second', 'third'].indexOf(name) * 1_000;
    tasks.add(dueMs, () => ran.push(name));
    tasks.add(dueMs, () => ran.push(`${name}, later`));
  }
  for (let count = 0; count < 50_000; count++) tasks.add(86_400_000 - count, () => ran.push('cancelled'))();
  expect(tasks.size).toBeLessThan(5_000);
  while (tasks.size > 0) tasks.takeFirst()?.();
  expect(ran).toEqual(['first', 'first, later', 'second', 'second, later', 'third', 'third, later']);
});

it('takes no harm from a cancellation that comes too late', () => {
  const tasks = new TaskHeap();
  const cancel = tasks.add(0, () => undefined);
  expect(tasks.takeFirst()).not.toBeNull();
  cancel();
  tasks.add(0, () => undefined);
  expect(tasks.size).toBe(1);
  expect(tasks.firstDueMs).toBe(0);
});
