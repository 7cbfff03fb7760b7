// The programs that the stack's images hold, run behind its Services: each listens on its pod's address, with the
// arguments that the manifest gives its container, as the account that the manifest gives its pod.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { ManifestObject } from '#lib/stack/component.ts';
import { podSpecOf } from '#lib/stack/workloads.ts';
import type { Program } from '../control-plane/binaries.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import type { Daemon } from '../control-plane/daemon.ts';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { scrapeConfiguration } from './stack-scraping.ts';

const POD_WAIT = '--timeout=60s';
const LOG_TAIL = 1_000;
/** The program is of the control plane's version, and has what the image's has not: it would ask for more rights. */
const NEWER_THAN_THE_IMAGE = ['--disable-admission-plugins=MutatingAdmissionPolicy'];
const AGENT = join(import.meta.dirname, 'stack-agent.ts');

interface PodMaker {
  namespace: string;
  name: string;
  account: string;
  selector: string;
}

export class StackPrograms {
  readonly #plane: ControlPlane;
  readonly #admin: Kubectl;
  readonly #kubeconfig: string;
  readonly #daemons: Daemon[] = [];

  constructor(plane: ControlPlane, admin: Kubectl, kubeconfig: string) {
    this.#plane = plane;
    this.#admin = admin;
    this.#kubeconfig = kubeconfig;
  }

  /** Those that ended by themselves, with the end of what they said. */
  ended(): string[] {
    const gone = this.#daemons.filter(({ isRunning }) => !isRunning);
    return gone.map(({ name }) => `${name}: ${this.#logOf(name).slice(-LOG_TAIL)}`);
  }

  /** What the API server refused to any of them: lines of their logs. */
  refused(): string[] {
    const lines = this.#daemons.flatMap(({ name }) => this.#logOf(name).split('\n'));
    return lines.filter((line) => /is forbidden|\bForbidden\b/.test(line));
  }

  metricsServer(objects: readonly ManifestObject[]): Promise<void> {
    return this.#apiServer('metrics-server', 'kubeconfig', deploymentIn(objects));
  }

  async wardle(objects: readonly ManifestObject[]): Promise<void> {
    const deployment = deploymentIn(objects);
    const [, etcd] = podSpecOf(deployment)?.containers ?? [];
    const [, ...args] = etcd?.command ?? [];
    const data = this.#scratch('wardle-etcd');
    this.#daemons.push(this.#plane.run('etcd', replaced(args, { '--data-dir': data }), 'stack-wardle-etcd'));
    await this.#apiServer('sample-apiserver', 'kubeconfig', deployment, {}, NEWER_THAN_THE_IMAGE);
  }

  async adapter(objects: readonly ManifestObject[]): Promise<void> {
    const rules = join(this.#scratch('adapter-rules'), 'config.yaml');
    writeFileSync(rules, textIn(objects, 'config.yaml'));
    const prometheus = await this.#addressOf('monitoring', 'prometheus=sample-metrics-prom');
    await this.#apiServer('prometheus-adapter', 'lister-kubeconfig', deploymentIn(objects), {
      '--config': rules,
      // No DNS answers here.
      '--prometheus-url': `http://${prometheus}:9090/`,
    });
  }

  /** With a configuration as the operator would make one of the objects. */
  async prometheus(program: string, objects: readonly ManifestObject[]): Promise<void> {
    const directory = this.#scratch('prometheus');
    const address = await this.#addressOf('monitoring', 'prometheus=sample-metrics-prom');
    const kubeconfig = await this.#identity('monitoring', 'prometheus');
    const configuration = join(directory, 'prometheus.yml');
    writeFileSync(configuration, stringify(await scrapeConfiguration(objects, kubectlFor(kubeconfig))));
    const args = [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=${address}:9090`,
    ];
    this.#run({ path: program, args }, 'prometheus');
  }

  /** On all addresses, as its script does: whichever of its pods is asked, this one answers. */
  async sampleApp(python: string, objects: readonly ManifestObject[]): Promise<void> {
    const script = join(this.#scratch('sample-app'), 'app.py');
    writeFileSync(script, textIn(objects, 'app.py'));
    await this.#addressOf('demo', 'app.kubernetes.io/name=sample-metrics-app');
    this.#run({ path: python, args: ['-u', script] }, 'sample-app');
  }

  async ngrokAgent(): Promise<void> {
    const address = await this.#addressOf('ngrok', 'app.kubernetes.io/name=ngrok');
    this.#run({ path: process.execPath, args: [AGENT, address, '4040'] }, 'ngrok');
  }

  async #apiServer(
    program: Program,
    kubeconfigFlag: string,
    deployment: ManifestObject,
    values: Readonly<Record<string, string>> = {},
    more: readonly string[] = [],
  ): Promise<void> {
    const { namespace, name, account, selector } = podMakerOf(deployment);
    const address = await this.#addressOf(namespace, selector);
    const kubeconfig = await this.#identity(namespace, account);
    const [container] = podSpecOf(deployment)?.containers ?? [];
    const args = replaced(container?.args ?? [], { '--cert-dir': this.#scratch(`${name}-certificate`), ...values });
    const identity = [kubeconfigFlag, 'authentication-kubeconfig', 'authorization-kubeconfig'];
    const own = [`--bind-address=${address}`, ...identity.map((flag) => `--${flag}=${kubeconfig}`)];
    const daemon = this.#plane.run(program, [...args, ...own, ...more], `stack-${name}`);
    this.#daemons.push(daemon);
  }

  #run(command: { path: string; args: readonly string[] }, name: string): void {
    this.#daemons.push(this.#plane.runCommand(command, `stack-${name}`));
  }

  #logOf(name: string): string {
    return readFileSync(join(this.#plane.directory, `${name}.log`), 'utf8');
  }

  #scratch(name: string): string {
    const directory = join(this.#plane.directory, `stack-${name}`);
    mkdirSync(directory, { mode: 0o700 });
    return directory;
  }

  /** Of the first pod, once kwok says that it runs. */
  async #addressOf(namespace: string, selector: string): Promise<string> {
    const pods = ['-n', namespace, '-l', selector];
    const waits = ['wait', 'pod', ...pods, POD_WAIT];
    await must(this.#admin([...waits, '--for=create']));
    await must(this.#admin([...waits, '--for=condition=Ready']));
    return must(this.#admin(['get', 'pods', ...pods, '-o', 'jsonpath={.items[0].status.podIP}']));
  }

  /** Path of a kubeconfig with a token of that account. */
  async #identity(namespace: string, account: string): Promise<string> {
    const token = (await must(this.#admin(['create', 'token', account, '-n', namespace]))).trim();
    const file = parse(readFileSync(this.#kubeconfig, 'utf8')) as { users: { name: string }[] };
    const path = join(this.#plane.directory, `account-${account}.kubeconfig`);
    const users = file.users.map(({ name }) => ({ name, user: { token } }));
    writeFileSync(path, stringify({ ...file, users }), { mode: 0o600 });
    return path;
  }
}

function deploymentIn(objects: readonly ManifestObject[]): ManifestObject {
  const found = objects.find(({ kind }) => kind === 'Deployment');
  if (found === undefined) throw new Error('the component has no Deployment');
  return found;
}

function podMakerOf(deployment: ManifestObject): PodMaker {
  const { selector, template } = deployment['spec'] as {
    selector: { matchLabels: Record<string, string> };
    template: { spec: { serviceAccountName: string } };
  };
  return {
    namespace: deployment.metadata.namespace ?? '',
    name: deployment.metadata.name,
    account: template.spec.serviceAccountName,
    selector: Object.entries(selector.matchLabels)
      .map(([key, value]) => `${key}=${value}`)
      .join(),
  };
}

/** What the component's ConfigMap holds under the key. */
function textIn(objects: readonly ManifestObject[], key: string): string {
  const texts = objects.flatMap(({ kind, data }) =>
    kind === 'ConfigMap' ? ((data as Record<string, string>)[key] ?? []) : [],
  );
  const [text] = texts;
  if (text === undefined) throw new Error(`no ConfigMap holds ${key}`);
  return text;
}

/** Paths and addresses of a pod are not this machine's: such flags get values of its own. */
function replaced(args: readonly string[], values: Readonly<Record<string, string>>): string[] {
  return args.map((arg) => {
    const [flag = ''] = arg.split('=');
    const value = values[flag];
    return value === undefined ? arg : `${flag}=${value}`;
  });
}
