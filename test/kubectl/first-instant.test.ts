// With the clock paused at its first instant, the scenario kubecon-2017 prints what the talk's terminal showed, in today's formats.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

let cluster: TestCluster;
let kubectl: Kubectl;

beforeAll(async () => {
  cluster = await startTestCluster({ clock: 'paused' });
  kubectl = kubectlFor(cluster.kubeconfig);
});
afterAll(() => cluster.stop());

/** The rows of a printed table, header included, each cell trimmed. */
async function rows(...args: string[]): Promise<string[][]> {
  const printed = await must(kubectl(args));
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().split(/\s{2,}/));
}

describe('kubectl at the first instant', () => {
  it('prints the five boards', async () => {
    expect(await rows('get', 'no', '-o', 'wide')).toEqual([
      [
        'NAME',
        'STATUS',
        'ROLES',
        'AGE',
        'VERSION',
        'INTERNAL-IP',
        'EXTERNAL-IP',
        'OS-IMAGE',
        'KERNEL-VERSION',
        'CONTAINER-RUNTIME',
      ],
      [
        'pi5',
        'Ready',
        '<none>',
        '42m',
        'v1.6.0-beta.4',
        '192.168.200.215',
        '<none>',
        'Debian GNU/Linux 8 (jessie)',
        '4.9.13-bee42-v8 (arm64)',
        'docker://1.12.6',
      ],
      [
        'pi6',
        'Ready',
        '<none>',
        '43m',
        'v1.6.0-beta.4',
        '192.168.200.216',
        '<none>',
        'Raspbian GNU/Linux 8 (jessie)',
        '4.4.50-hypriotos-v7+ (arm)',
        'docker://1.12.6',
      ],
      [
        'pi7',
        'NotReady',
        '<none>',
        '43m',
        'v1.6.0-beta.4',
        '192.168.200.217',
        '<none>',
        'Raspbian GNU/Linux 8 (jessie)',
        '4.4.50-hypriotos-v7+ (arm)',
        'docker://1.12.6',
      ],
      [
        'upboard1',
        'Ready',
        'control-plane',
        '46m',
        'v1.7.0-alpha.0.1446+33eb8794c93d5b-dirty',
        '192.168.200.211',
        '<none>',
        'Ubuntu 16.04.2 LTS',
        '4.4.0-67-generic (amd64)',
        'docker://1.12.6',
      ],
      [
        'upboard2',
        'NotReady',
        '<none>',
        '43m',
        'v1.6.0-beta.4',
        '192.168.200.212',
        '<none>',
        'Ubuntu 16.04.2 LTS',
        '4.4.0-66-generic (amd64)',
        'docker://1.12.6',
      ],
    ]);
  });

  it('prints every pod of the talk where it ran', async () => {
    const [header, ...pods] = await rows('get', 'po', '-A', '-o', 'wide');
    expect(header).toEqual([
      'NAMESPACE',
      'NAME',
      'READY',
      'STATUS',
      'RESTARTS',
      'AGE',
      'IP',
      'NODE',
      'NOMINATED NODE',
      'READINESS GATES',
    ]);
    const app = (suffix: string, age: string, ip: string, node: string): string =>
      `default sample-metrics-app-2440858958-${suffix} 1/1 0 ${age} ${ip} ${node}`;
    const system = (name: string, ready: string, restarts: string, age: string, ip: string, node: string): string =>
      `kube-system ${name} ${ready} ${restarts} ${age} ${ip} ${node}`;
    const board = {
      pi5: '192.168.200.215',
      pi6: '192.168.200.216',
      upboard1: '192.168.200.211',
      upboard2: '192.168.200.212',
    };
    expect(
      pods.map(([namespace, name, ready, , restarts, age, ip, node]) =>
        [namespace, name, ready, restarts?.split(' ')[0], age, ip, node].join(' '),
      ),
    ).toEqual([
      'custom-metrics custom-metrics-apiserver-2410399496-j6dg1 1/1 0 22m 10.47.0.2 pi6',
      'default prometheus-operator-1505754769-n7kj8 1/1 0 30m 10.44.0.4 upboard2',
      'default prometheus-sample-metrics-prom-0 2/2 0 29m 10.44.0.8 upboard2',
      app('1h5wf', '60s', '10.45.0.6', 'pi5'),
      app('35fdz', '60s', '10.44.0.11', 'upboard2'),
      app('56r2x', '60s', '10.44.0.9', 'upboard2'),
      app('9grc1', '29m', '10.45.0.4', 'pi5'),
      app('f5w1t', '4m', '10.45.0.5', 'pi5'),
      app('km3gq', '12m', '10.47.0.3', 'pi6'),
      app('lntqp', '60s', '10.47.0.5', 'pi6'),
      app('nst8h', '4m', '10.47.0.4', 'pi6'),
      system('etcd-upboard1', '1/1', '0', '44m', board.upboard1, 'upboard1'),
      system('heapster-57121549-mtx6f', '1/1', '0', '41m', '10.44.0.2', 'upboard2'),
      system('kube-dns-3913472980-l3rkl', '3/3', '0', '44m', '10.32.0.2', 'upboard1'),
      system('kube-proxy-0jwxh', '1/1', '0', '42m', board.pi5, 'pi5'),
      system('kube-proxy-7ks9n', '1/1', '0', '45m', board.upboard1, 'upboard1'),
      system('kube-proxy-ktxqd', '1/1', '0', '43m', board.upboard2, 'upboard2'),
      system('kube-proxy-snp6v', '1/1', '0', '43m', board.pi6, 'pi6'),
      system('kubernetes-dashboard-2731141917-rdbj2', '1/1', '0', '41m', '10.44.0.1', 'upboard2'),
      system('monitoring-grafana-4071825559-rbs3w', '1/1', '0', '34m', '10.45.0.2', 'pi5'),
      system('monitoring-influxdb-1373127269-pzwhx', '1/1', '0', '34m', '10.45.0.3', 'pi5'),
      system('ngrok-3984100120-f5900', '1/1', '0', '41m', '10.44.0.3', 'upboard2'),
      system('pv-controller-manager-3769581161-dcn66', '1/1', '0', '40m', '10.47.0.1', 'pi6'),
      system('self-hosted-kube-apiserver-kk6hk', '1/1', '1', '45m', board.upboard1, 'upboard1'),
      system('self-hosted-kube-controller-manager-1546170996-40n6g', '1/1', '0', '45m', board.upboard1, 'upboard1'),
      system('self-hosted-kube-scheduler-3991062876-6s94c', '1/1', '1', '45m', board.upboard1, 'upboard1'),
      system('traefik-ingress-controller-3665677306-f5dhj', '1/1', '0', '41m', '10.45.0.1', 'pi5'),
      system('weave-net-3h3xm', '2/2', '0', '42m', board.pi5, 'pi5'),
      system('weave-net-f7wwj', '2/2', '0', '43m', board.upboard2, 'upboard2'),
      system('weave-net-kxcr2', '2/2', '0', '43m', board.pi6, 'pi6'),
      system('weave-net-n3tvh', '2/2', '0', '44m', board.upboard1, 'upboard1'),
      'wardle wardle-apiserver-3982025089-3grzx 2/2 0 32m 10.44.0.10 upboard2',
    ]);
    expect(new Set(pods.map(([, , , status, , , , , nominated, gates]) => `${status} ${nominated} ${gates}`))).toEqual(
      new Set(['Running <none> <none>']),
    );
  });

  it('prints the services', async () => {
    const [header, ...services] = await rows('get', 'svc', '-A');
    expect(header).toEqual(['NAMESPACE', 'NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE']);
    expect(services.map((cells) => cells.slice(0, 6).join(' '))).toEqual([
      'custom-metrics api ClusterIP 10.100.246.198 <none> 443/TCP',
      'default kubernetes ClusterIP 10.96.0.1 <none> 443/TCP',
      'default prometheus-operated ClusterIP None <none> 9090/TCP',
      'default sample-metrics-app ClusterIP 10.97.141.133 <none> 8080/TCP',
      'default sample-metrics-prom NodePort 10.105.118.16 <none> 9090:30999/TCP',
      'kube-system heapster ClusterIP 10.107.113.203 <none> 80/TCP',
      'kube-system kube-dns ClusterIP 10.96.0.10 <none> 53/UDP,53/TCP',
      'kube-system kubernetes-dashboard ClusterIP 10.99.233.145 <none> 80/TCP',
      'kube-system monitoring-grafana ClusterIP 10.105.105.151 <none> 80/TCP',
      'kube-system monitoring-influxdb ClusterIP 10.99.193.162 <none> 8086/TCP',
      'kube-system ngrok ClusterIP 10.107.224.120 <none> 80/TCP',
      'kube-system traefik-ingress-controller ClusterIP 10.102.162.4 <none> 80/TCP',
      'kube-system traefik-web ClusterIP 10.109.90.245 <none> 80/TCP',
      'wardle api ClusterIP 10.99.51.75 <none> 443/TCP',
    ]);
    const ages = Object.fromEntries(services.map((cells) => [`${cells[0]}/${cells[1]}`, cells[6]]));
    expect(ages).toMatchObject({ 'default/kubernetes': '45m', 'kube-system/heapster': '41m', 'wardle/api': '32m' });
  });

  it('prints the use of the boards that report it, and no number for the others', async () => {
    const [header, ...boards] = await rows('top', 'node');
    expect(header).toEqual(['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)']);
    const measured = boards.filter((cells) => cells[1] !== '<unknown>');
    expect(measured.sort((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
      ['pi5', '352m', '8%', '487Mi', '56%'],
      ['pi6', '414m', '10%', '449Mi', '58%'],
      ['upboard1', '428m', '10%', '984Mi', '75%'],
    ]);
  });

  it('prints the autoscaler and the flunder', async () => {
    expect(await rows('get', 'hpa')).toEqual([
      ['NAME', 'REFERENCE', 'TARGETS', 'MINPODS', 'MAXPODS', 'REPLICAS', 'AGE'],
      ['sample-metrics-app-hpa', 'Deployment/sample-metrics-app', '333m/100 (avg)', '2', '10', '8', '24m'],
    ]);
    const [header, ...flunders] = await rows('get', 'flunders');
    expect(header).toEqual(['NAME', 'CREATED AT']);
    expect(flunders.map(([name]) => name)).toEqual(['my-first-flunder']);
  });

  it('answers the custom metric of the sample app', async () => {
    const path = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/services/sample-metrics-app/http_requests';
    const list = JSON.parse(await must(kubectl(['get', '--raw', path]))) as {
      kind: string;
      items: { metricName: string; value: string; describedObject: { kind: string; name: string } }[];
    };
    expect(list.kind).toBe('MetricValueList');
    expect(list.items).toMatchObject([
      { metricName: 'http_requests', value: '2664m', describedObject: { kind: 'Service', name: 'sample-metrics-app' } },
    ]);
  });

  it('stays at rest: nothing moves while the clock stands', async () => {
    const before = await must(
      kubectl([
        'get',
        'po,rs,ds,deploy,sts',
        '-A',
        '-o',
        'jsonpath={range .items[*]}{.metadata.uid} {.metadata.generation}{"\\n"}{end}',
      ]),
    );
    const after = await must(
      kubectl([
        'get',
        'po,rs,ds,deploy,sts',
        '-A',
        '-o',
        'jsonpath={range .items[*]}{.metadata.uid} {.metadata.generation}{"\\n"}{end}',
      ]),
    );
    expect(after).toBe(before);
    expect(before.split('\n').length).toBeGreaterThan(40);
  });
});
