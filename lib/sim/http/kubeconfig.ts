// The kubeconfig a simulated cluster gives out: one cluster, one user with a token and one context each.
import { stringify } from 'yaml';
import { type Tokens, USER_NAMES, type UserName } from '../identity/user.ts';

export interface KubeconfigSource {
  scenario: string;
  url: string;
  controlUrl: string;
  /** Of the mirror of all registries; what clients ask it goes with `?ns=`. */
  registryUrl: string;
  /** PEM. */
  ca: string;
  tokens: Tokens;
}

const CLUSTER = 'bramble';

/**
 * The owner's context bears the scenario's name. The cluster's extension `bramble/simulated` is how a client knows
 * that the cluster is simulated, and where its control endpoint and its registries are. With `only`, nobody else's token is in it.
 */
export function kubeconfigOf(source: KubeconfigSource, only?: UserName): string {
  const users = only === undefined ? USER_NAMES : [only];
  const contextOf = (user: UserName) => (user === 'owner' ? source.scenario : user);
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contextOf(only ?? 'owner'),
    clusters: [
      {
        name: CLUSTER,
        cluster: {
          server: source.url,
          'certificate-authority-data': Buffer.from(source.ca).toString('base64'),
          extensions: [
            {
              name: 'bramble/simulated',
              extension: { scenario: source.scenario, control: source.controlUrl, registry: source.registryUrl },
            },
          ],
        },
      },
    ],
    users: users.map((name) => ({ name, user: { token: source.tokens.of(name) } })),
    contexts: users.map((user) => ({
      name: contextOf(user),
      context: { cluster: CLUSTER, user, namespace: 'default' },
    })),
  });
}
