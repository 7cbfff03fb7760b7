// Takes out of an answer what two clusters may differ in: identity, time, versions, addresses, random names.

const IDENTITY = new Set(['uid', 'resourceVersion', 'continue', 'remainingItemCount']);
const ADDRESSES = new Set(['clusterIP', 'podIP', 'hostIP', 'ip']);
const ADDRESS_LISTS = new Set(['clusterIPs', 'podIPs', 'hostIPs']);
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\b/g;
/** As describe prints it: Mon, 23 Nov 2026 07:25:03 +0000, or 2026-11-23 07:25:03 +0000 UTC. */
const LONG_TIME =
  /\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4}( UTC)?/g;
const ADDRESS = /\b\d{1,3}(\.\d{1,3}){3}\b/g;
const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
/** In a column of ports, and as describe has it. */
const NODE_PORT = /(:|\s)3[0-2]\d{3}(?=\/(?:TCP|UDP))/g;
/** kubectl's ages, and the spaces that line up what they stand beside. */
const AGE = /\b(\d+[ydhms])+\b/g;
/** The head of a line that kubectl logs: E1123 07:52:54.623592  8244 */
const LOGGED = /^[EIW]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ /gm;
/** k8s.io/apimachinery/pkg/util/rand: what generated names and hashes are made of. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';
const TEMPLATE_HASH = new RegExp(`-${RANDOM}{8,10}\\b`, 'g');
const SUFFIX = new RegExp(`-${RANDOM}{5}\\b`, 'g');
/** What each cluster signs for itself. */
const SECRET_KEYS = new Set(['ca.crt', 'certificate', 'token']);
/** What an authorizer gathers from roles in the order of its cache, which is another each time. */
const UNORDERED = new Set(['resourceRules', 'nonResourceRules']);
/** Upstream prints what differs as text of its internal Go types, which no client reads. */
const GO_DIFFERENCE = /\n(@@|- )[\s\S]*$/;
const HASH_KEYS = new Set(['pod-template-hash', 'controller-revision-hash', 'controller.kubernetes.io/hash']);

/** The same with placeholders; `namespace` is the case's own name on this cluster. */
export function normalised(value: unknown, namespace: string): unknown {
  return walk(value, namespace, '');
}

/** Text that kubectl printed. */
export function normalisedText(text: string, namespace: string): string {
  return (
    plain(text.replace(/\/tmp\/(LIVE|MERGED)-\d+/g, '/tmp/$1'), namespace)
      .replace(LONG_TIME, '<time>')
      .replace(ADDRESS, '<address>')
      .replace(NODE_PORT, '$1<port>')
      .replace(/Resource Version: +\d+/g, 'Resource Version:  <version>')
      .replace(/resourceVersion: "\d+"/g, 'resourceVersion: <version>')
      .replace(/default-scheduler-[\w.-]+/g, 'default-scheduler-<host>')
      .replace(/-hash=[a-z0-9]+/g, '-hash=<hash>')
      .replace(/\.[0-9a-f]{16}\b/g, '.<event>')
      .replace(LOGGED, '<logged> ')
      .replace(AGE, '<age>')
      // How often an event was repeated is a matter of pace.
      .replace(/ \(x\d+ over <age>\)/g, '')
      .replace(/ {2,}/g, '  ')
      .replace(/ +$/gm, '')
  );
}

function walk(value: unknown, namespace: string, key: string): unknown {
  if (typeof value === 'string') return scalar(value, namespace, key);
  if (typeof value === 'number') return key === 'nodePort' ? '<port>' : value;
  if (Array.isArray(value)) {
    if (ADDRESS_LISTS.has(key)) return value.map(() => '<address>');
    const own = key === 'managedFields' ? value.toSorted(byManager) : value;
    const items = own.map((item) => walk(item, namespace, key === 'cells' ? 'cell' : ''));
    // A list's order goes by name: where names are random, so is the order.
    const isUnordered = UNORDERED.has(key) || JSON.stringify(items).includes('<random>');
    return isUnordered ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, inner]) => !isProse(name, inner, value));
  const entries = kept.map(([name, inner]) => [plain(name, namespace), walk(inner, namespace, name)]);
  return Object.fromEntries(entries);
}

/** They stand in the order of their times, which go by whole seconds. */
function byManager(a: unknown, b: unknown): number {
  const name = (entry: unknown) => {
    const { manager = '', operation = '', subresource = '' } = entry as Record<string, unknown>;
    return [manager, operation, subresource].join('/');
  };
  return name(a) < name(b) ? -1 : 1;
}

/** Descriptions of a table's columns: the simulated cluster serves structure, not prose. */
function isProse(name: string, inner: unknown, of: object): boolean {
  return name === 'description' && typeof inner === 'string' && 'format' in of && 'priority' in of;
}

function scalar(text: string, namespace: string, key: string): string {
  if (IDENTITY.has(key)) return `<${key}>`;
  if (ADDRESSES.has(key)) return text === 'None' || text === '' ? text : '<address>';
  if (SECRET_KEYS.has(key)) return `<${key}>`;
  if (key === 'reportingInstance' && text !== '') return '<instance>';
  if (HASH_KEYS.has(key)) return '<hash>';
  const cleaned = plain(key === 'message' ? text.replace(GO_DIFFERENCE, '') : text, namespace);
  return key === 'cell' ? cleaned.replace(AGE, '<age>').replace(ADDRESS, '<address>') : cleaned;
}

/** Within an object that a message quotes. */
const QUOTED_VERSION = /(\\*"resourceVersion\\*":\\*")\d+/g;

function plain(text: string, namespace: string): string {
  return text
    .replaceAll(namespace, '{ns}')
    .replace(TIME, '<time>')
    .replace(UID, '<uid>')
    .replace(QUOTED_VERSION, '$1<resourceVersion>')
    .replace(/(ResourceVersion in record \()\d+/g, '$1<resourceVersion>')
    .replace(TEMPLATE_HASH, '-<random>')
    .replace(SUFFIX, '-<random>');
}
