// Everyday kubectl against the simulated cluster: every command does what it does on a real one.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

let cluster: TestCluster;
let kubectl: Kubectl;
const directory = mkdtempSync(join(tmpdir(), 'bramble-manifests-'));

beforeAll(async () => {
  cluster = await startTestCluster({ clock: 'x10' });
  kubectl = kubectlFor(cluster.kubeconfig);
  // At this pace its wave comes while the commands run, and takes pods away that they name.
  await must(kubectl(['delete', 'hpa', 'sample-metrics-app-hpa']));
});
afterAll(() => cluster.stop());

/** Every board that is up is tainted by its architecture. */
const TOLERANT = '--overrides={"spec":{"tolerations":[{"key":"beta.kubernetes.io/arch","operator":"Exists"}]}}';

const run = (...args: string[]): Promise<string> => must(kubectl(args));

function manifest(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const web = (image: string, replicas = 2): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      tolerations: [{key: beta.kubernetes.io/arch, operator: Exists}]
      containers:
        - {name: web, image: "${image}", ports: [{containerPort: 80}], resources: {requests: {cpu: 10m, memory: 16Mi}}}
`;

describe('reading', () => {
  it('get prints wide, YAML, JSONPath, custom columns and names', async () => {
    expect(await run('get', 'node', 'pi5', '-o', 'wide')).toContain('4.9.13-bee42-v8 (arm64)');
    expect(await run('get', 'node', 'pi5', '-o', 'yaml')).toMatch(/^apiVersion: v1\nkind: Node\nmetadata:/);
    expect(await run('get', 'no', '-o', 'jsonpath={.items[*].metadata.name}')).toBe('pi5 pi6 pi7 upboard1 upboard2');
    expect(await run('get', 'no', '-o', 'custom-columns=ARCH:.status.nodeInfo.architecture', '--no-headers')).toBe(
      'arm64\narm\narm\namd64\namd64\n',
    );
    expect(await run('get', 'no', '-l', 'kubernetes.io/arch=arm', '-o', 'name')).toBe('node/pi6\nnode/pi7\n');
    expect(await run('get', 'po', '-A', '--field-selector', 'spec.nodeName=pi5', '-o', 'name')).toContain(
      'pod/kube-proxy-0jwxh',
    );
  });

  it('get of what is not there says so', async () => {
    expect(await kubectl(['get', 'node', 'pi9'])).toMatchObject({
      code: 1,
      stderr: 'Error from server (NotFound): nodes "pi9" not found\n',
    });
    expect((await kubectl(['get', 'raspberries'])).stderr).toContain(
      `error: the server doesn't have a resource type "raspberries"`,
    );
  });

  it('describe explains a node, a pod and a deployment', async () => {
    const node = await run('describe', 'node', 'pi6');
    for (const part of [
      'Taints:',
      'beta.kubernetes.io/arch=arm:NoSchedule',
      'Conditions:',
      'Allocated resources:',
      'Non-terminated Pods:',
      'RenewTime:',
      'Architecture:',
      'sample-metrics-app-2440858958-km3gq',
    ])
      expect(node).toContain(part);
    const pod = await run('describe', 'pod', 'sample-metrics-app-2440858958-km3gq');
    for (const part of [
      'Node:',
      'pi6/192.168.200.216',
      'Controlled By:',
      'ReplicaSet/sample-metrics-app-2440858958',
      'Tolerations:',
      'Conditions:',
    ])
      expect(pod).toContain(part);
    const deployment = await run('describe', 'deployment', 'sample-metrics-app');
    for (const part of ['Replicas:', '8 desired', 'NewReplicaSet:', 'sample-metrics-app-2440858958', 'StrategyType:'])
      expect(deployment).toContain(part);
  });

  it('top, logs and events answer', async () => {
    expect(await run('top', 'node', 'pi5')).toMatch(/pi5\s+\d+m\s+\d+%\s+\d+Mi\s+\d+%/);
    expect(await run('top', 'pod', '-n', 'kube-system')).toMatch(/kube-proxy-snp6v\s+\d+m\s+\d+Mi/);
    expect((await run('logs', 'sample-metrics-app-2440858958-km3gq', '--tail=3')).trimEnd().split('\n').length).toBe(3);
    expect((await kubectl(['logs', 'no-such-pod'])).stderr).toContain('pods "no-such-pod" not found');
    await run('run', 'talkative', '--image=busybox', '--restart=Never', TOLERANT, '--', 'true');
    expect(await run('events', '--for=pod/talkative')).toMatch(/Normal\s+Scheduled\s+Pod\/talkative/);
    expect(await run('get', 'events')).toContain('pod/talkative');
  });

  it('knows the APIs and who may do what', async () => {
    const versions = (await run('api-versions')).trimEnd().split('\n');
    expect(versions).toEqual(
      expect.arrayContaining([
        'v1',
        'apps/v1',
        'autoscaling/v2',
        'custom.metrics.k8s.io/v1beta1',
        'custom.metrics.k8s.io/v1beta2',
        'metrics.k8s.io/v1beta1',
        'monitoring.coreos.com/v1',
        'wardle.example.com/v1alpha1',
      ]),
    );
    expect(await run('api-resources', '--sort-by=name')).toMatch(
      /^deployments\s+deploy\s+apps\/v1\s+true\s+Deployment$/m,
    );
    expect(await run('auth', 'can-i', 'create', 'deployments')).toBe('yes\n');
    const viewer = kubectlFor(cluster.kubeconfigOf('viewer'));
    expect(await viewer(['auth', 'can-i', 'delete', 'nodes'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^no/),
    });
    expect((await viewer(['get', 'nodes'])).code).toBe(0);
    expect((await viewer(['cordon', 'pi5'])).stderr).toContain(
      'nodes "pi5" is forbidden: User "viewer" cannot patch resource "nodes"',
    );
    expect((await kubectlFor(cluster.kubeconfigOf('nobody'))(['get', 'nodes'])).stderr).toContain('Forbidden');
    expect(await run('auth', 'whoami')).toContain('owner');
  });
});

describe('a deployment', () => {
  it('is applied, rolled out, compared, changed, scaled and deleted', async () => {
    await run('create', 'namespace', 'a');
    const file = manifest('web.yaml', web('nginx:1.27'));
    expect(await run('apply', '-n', 'a', '-f', file)).toBe('deployment.apps/web created\n');
    expect(await run('rollout', 'status', '-n', 'a', 'deployment/web', '--timeout=25s')).toContain(
      'successfully rolled out',
    );
    expect(await run('wait', '-n', 'a', '--for=condition=Available', 'deployment/web', '--timeout=20s')).toBe(
      'deployment.apps/web condition met\n',
    );
    expect(await kubectl(['diff', '-n', 'a', '-f', file])).toMatchObject({ code: 0, stdout: '' });
    expect(await run('apply', '-n', 'a', '-f', file)).toBe('deployment.apps/web unchanged\n');
    const changed = manifest('web.yaml', web('nginx:1.28'));
    const difference = await kubectl(['diff', '-n', 'a', '-f', changed]);
    expect(difference.code).toBe(1);
    expect(difference.stdout).toMatch(/^-\s+- image: nginx:1\.27$/m);
    expect(difference.stdout).toMatch(/^\+\s+- image: nginx:1\.28$/m);
    expect(await run('apply', '-n', 'a', '-f', changed)).toBe('deployment.apps/web configured\n');
    expect(await run('rollout', 'status', '-n', 'a', 'deployment/web', '--timeout=25s')).toContain(
      'successfully rolled out',
    );
    expect(await run('set', 'image', '-n', 'a', 'deployment/web', 'web=nginx:1.29')).toBe(
      'deployment.apps/web image updated\n',
    );
    expect(await run('rollout', 'status', '-n', 'a', 'deployment/web', '--timeout=25s')).toContain(
      'successfully rolled out',
    );
    expect(await run('get', 'rs', '-n', 'a', '-o', 'name')).toMatch(/^(replicaset\.apps\/web-\w+\n){3}$/);
    expect(await run('scale', '-n', 'a', 'deployment/web', '--replicas=4')).toBe('deployment.apps/web scaled\n');
    expect(
      await run('wait', '-n', 'a', '--for=jsonpath={.status.readyReplicas}=4', 'deployment/web', '--timeout=25s'),
    ).toContain('condition met');
    expect(await run('delete', '-n', 'a', 'deployment', 'web')).toBe(
      'deployment.apps "web" deleted from a namespace\n',
    );
    expect(await run('wait', '-n', 'a', '--for=delete', 'pod', '-l', 'app=web', '--timeout=25s')).not.toContain(
      'error',
    );
    expect((await kubectl(['get', 'rs,po', '-n', 'a'])).stderr).toContain('No resources found in a namespace.');
  });

  it('is applied by the server, with owners and conflicts', async () => {
    await run('create', 'namespace', 'b');
    const file = manifest('web-server.yaml', web('nginx:1.27'));
    expect(await run('apply', '-n', 'b', '--server-side', '-f', file)).toBe('deployment.apps/web serverside-applied\n');
    await run('scale', '-n', 'b', 'deployment/web', '--replicas=3');
    const refused = await kubectl(['apply', '-n', 'b', '--server-side', '-f', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
    expect(await run('apply', '-n', 'b', '--server-side', '--force-conflicts', '-f', file)).toBe(
      'deployment.apps/web serverside-applied\n',
    );
    expect(await run('get', '-n', 'b', 'deployment/web', '-o', 'jsonpath={.spec.replicas}')).toBe('2');
  });

  it('is made by create and refused where it is wrong', async () => {
    await run('create', 'namespace', 'c');
    expect(await run('create', 'deployment', '-n', 'c', 'cache', '--image=redis:7', '--replicas=1')).toBe(
      'deployment.apps/cache created\n',
    );
    expect(
      await run('get', 'deployment', '-n', 'c', 'cache', '-o', 'jsonpath={.spec.template.spec.containers[0].image}'),
    ).toBe('redis:7');
    expect((await kubectl(['create', 'deployment', '-n', 'c', 'cache', '--image=redis:7'])).stderr).toContain(
      'deployments.apps "cache" already exists',
    );
    const misspelt = manifest('misspelt.yaml', web('nginx:1.27').replace('replicas:', 'replica:'));
    expect((await kubectl(['apply', '-n', 'c', '-f', misspelt])).stderr).toContain('unknown field "spec.replica"');
    const mismatched = manifest(
      'mismatched.yaml',
      web('nginx:1.27').replace('{matchLabels: {app: web}}', '{matchLabels: {app: other}}'),
    );
    expect((await kubectl(['apply', '-n', 'c', '-f', mismatched])).stderr).toContain(
      '`selector` does not match template `labels`',
    );
  });

  it('makes configmaps and secrets by create', async () => {
    await run('create', 'namespace', 'd');
    await run('create', 'configmap', '-n', 'd', 'settings', '--from-literal=colour=raspberry');
    await run('create', 'secret', 'generic', '-n', 'd', 'login', '--from-literal=word=hush');
    expect(await run('get', 'configmap', '-n', 'd', 'settings', '-o', 'jsonpath={.data.colour}')).toBe('raspberry');
    expect(await run('get', 'secret', '-n', 'd', 'login', '-o', 'jsonpath={.data.word}')).toBe(
      Buffer.from('hush').toString('base64'),
    );
    expect((await kubectlFor(cluster.kubeconfigOf('viewer'))(['get', 'secret', '-n', 'd', 'login'])).stderr).toContain(
      'secrets "login" is forbidden',
    );
  });
});

describe('nodes', () => {
  it('are labelled, tainted, cordoned', async () => {
    expect(await run('label', 'node', 'pi5', 'shelf=top')).toBe('node/pi5 labeled\n');
    expect(await run('get', 'no', '-l', 'shelf=top', '-o', 'name')).toBe('node/pi5\n');
    expect(await run('taint', 'node', 'pi5', 'lab=yes:NoSchedule')).toBe('node/pi5 tainted\n');
    expect((await kubectl(['taint', 'node', 'pi5', 'lab=no:NoSchedule'])).stderr).toContain(
      'already has lab taint(s) with same effect(s) and --overwrite is false',
    );
    expect(await run('taint', 'node', 'pi5', 'lab=yes:NoSchedule-')).toBe('node/pi5 untainted\n');
    expect(await run('cordon', 'pi5')).toBe('node/pi5 cordoned\n');
    expect(await run('get', 'node', 'pi5', '--no-headers')).toMatch(/Ready,SchedulingDisabled/);
    expect(await run('uncordon', 'pi5')).toBe('node/pi5 uncordoned\n');
  });

  it('are drained of their pods, which come back elsewhere', async () => {
    const refused = await kubectl(['drain', 'pi6', '--timeout=20s']);
    expect(refused.stderr).toContain('cannot delete DaemonSet-managed Pods');
    const drained = await kubectl([
      'drain',
      'pi6',
      '--ignore-daemonsets',
      '--delete-emptydir-data',
      '--force',
      '--timeout=25s',
    ]);
    expect(drained).toMatchObject({ code: 0, stdout: expect.stringContaining('node/pi6 drained') });
    const left = await run(
      'get',
      'po',
      '-A',
      '--field-selector',
      'spec.nodeName=pi6',
      '-o',
      'jsonpath={.items[*].metadata.ownerReferences[0].kind}',
    );
    expect(new Set(left.split(' '))).toEqual(new Set(['DaemonSet']));
    await run('uncordon', 'pi6');
  });
});

describe('a bare pod', () => {
  it('is run, waited for, and gone after delete', async () => {
    await run('run', 'one', '--image=nginx:1.27', TOLERANT);
    expect(await run('wait', '--for=condition=Ready', 'pod/one', '--timeout=25s')).toBe('pod/one condition met\n');
    expect(await run('delete', 'pod', 'one')).toBe('pod "one" deleted from default namespace\n');
    expect((await kubectl(['get', 'pod', 'one'])).stderr).toContain('pods "one" not found');
  });
});
