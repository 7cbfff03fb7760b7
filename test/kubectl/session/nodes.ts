// Boards: labelled, tainted, cordoned, drained with a budget in the way, and bare pods on them.
import { describe, expect, it } from 'vitest';
import { deployment, TOLERANT } from './manifests.ts';
import type { Chapter } from './session.ts';

export const nodes: Chapter = (session) => {
  describe('nodes', () => {
    it('are labelled, tainted, cordoned', async () => {
      const { run, fails, board } = session();
      expect(await run('label', 'node', board, 'shelf=top')).toBe(`node/${board} labeled\n`);
      expect(await run('get', 'no', '-l', 'shelf=top', '-o', 'name')).toBe(`node/${board}\n`);
      expect(await run('taint', 'node', board, 'lab=yes:NoSchedule')).toBe(`node/${board} tainted\n`);
      expect((await fails('taint', 'node', board, 'lab=no:NoSchedule')).stderr).toContain(
        'already has lab taint(s) with same effect(s) and --overwrite is false',
      );
      expect(await run('taint', 'node', board, 'lab=yes:NoSchedule-')).toBe(`node/${board} untainted\n`);
      expect(await run('cordon', board)).toBe(`node/${board} cordoned\n`);
      expect(await run('get', 'node', board, '--no-headers')).toMatch(/Ready,SchedulingDisabled/);
      expect(await run('uncordon', board)).toBe(`node/${board} uncordoned\n`);
    });

    it('are drained, but not past a disruption budget', async () => {
      const { run, fails, file, board } = session();
      await run('create', 'namespace', 'drained');
      const held = deployment('held', 'nginx:1.27', 1).replace('containers:', `nodeName: ${board}\n      containers:`);
      await run('apply', '-n', 'drained', '-f', file('held.yaml', held));
      await run('rollout', 'status', '-n', 'drained', 'deployment/held', '--timeout=28s');
      await run('create', 'pdb', 'held', '-n', 'drained', '--selector=app=held', '--min-available=1');
      const drain = [
        'drain',
        board,
        '--force',
        '--ignore-daemonsets',
        '--delete-emptydir-data',
        '--pod-selector=app=held',
      ];
      await run('wait', '-n', 'drained', 'pdb/held', '--for=jsonpath={.status.currentHealthy}=1', '--timeout=20s');
      expect((await fails(...drain, '--timeout=4s')).stderr).toContain(
        `Cannot evict pod as it would violate the pod's disruption budget.`,
      );
      await run('delete', 'pdb', 'held', '-n', 'drained');
      await run('scale', '-n', 'drained', 'deployment/held', '--replicas=0');
      expect(await run(...drain, '--timeout=28s')).toContain(`node/${board} drained`);
      await run('uncordon', board);
      await run('delete', 'namespace', 'drained', '--timeout=28s');
    });

    it('run bare pods, which are waited for and gone after delete', async () => {
      const { run, fails } = session();
      await run('run', 'one', '--image=nginx:1.27', TOLERANT);
      expect(await run('wait', '--for=condition=Ready', 'pod/one', '--timeout=28s')).toBe('pod/one condition met\n');
      expect(await run('events', '--for=pod/one')).toMatch(/Normal\s+Scheduled\s+Pod\/one/);
      expect(await run('get', 'events', '--field-selector=involvedObject.name=one')).toContain('pod/one');
      expect(await run('delete', 'pod', 'one')).toBe('pod "one" deleted from default namespace\n');
      expect((await fails('get', 'pod', 'one')).stderr).toContain('pods "one" not found');
    });
  });
};
