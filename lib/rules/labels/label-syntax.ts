// What names, label keys and label values may look like, with the API server's words for what is wrong.
// Mirrors apimachinery pkg/api/validate/content/{kube,dns,errors}.go.

export const LABEL_VALUE_LENGTH_MAX = 63;
export const LABEL_NAME_LENGTH_MAX = 63;
export const DNS_LABEL_LENGTH_MAX = 63;
export const DNS_SUBDOMAIN_LENGTH_MAX = 253;

const NAME_PATTERN = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE_PATTERN = `(${NAME_PATTERN})?`;
const DNS_LABEL_PATTERN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN_PATTERN = `${DNS_LABEL_PATTERN}(\\.${DNS_LABEL_PATTERN})*`;

const NAME = new RegExp(`^${NAME_PATTERN}$`);
const VALUE = new RegExp(`^${VALUE_PATTERN}$`);
const DNS_LABEL = new RegExp(`^${DNS_LABEL_PATTERN}$`);
const DNS_SUBDOMAIN = new RegExp(`^${DNS_SUBDOMAIN_PATTERN}$`);

const NAME_MESSAGE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const VALUE_MESSAGE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const DNS_LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const DNS_SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const NAME_EXAMPLES = ['MyName', 'my.name', '123-abc'];

/** Every reason why `key` cannot be a label, annotation or taint key; none when it can. */
export function labelKeyErrors(key: string): string[] {
  const [first = '', second, ...more] = key.split('/');
  if (more.length > 0) {
    const pattern = patternError(NAME_MESSAGE, NAME_PATTERN, NAME_EXAMPLES);
    return [`a valid label key ${pattern} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  const name = second ?? first;
  if (second !== undefined) {
    if (first === '') errors.push('prefix part must be non-empty');
    else errors.push(...dnsSubdomainErrors(first, 'bytes').map((error) => `prefix part ${error}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > LABEL_NAME_LENGTH_MAX) errors.push(`name part ${tooLong(LABEL_NAME_LENGTH_MAX)}`);
  if (!NAME.test(name)) errors.push(`name part ${patternError(NAME_MESSAGE, NAME_PATTERN, NAME_EXAMPLES)}`);
  return errors;
}

/** Every reason why `value` cannot be a label or taint value; none when it can. */
export function labelValueErrors(value: string): string[] {
  const errors: string[] = [];
  if (byteLength(value) > LABEL_VALUE_LENGTH_MAX) errors.push(tooLong(LABEL_VALUE_LENGTH_MAX));
  if (!VALUE.test(value)) errors.push(patternError(VALUE_MESSAGE, VALUE_PATTERN, ['MyValue', 'my_value', '12345']));
  return errors;
}

/** Names of most objects: nodes, pods, deployments. */
export function dnsSubdomainErrors(name: string, unit: Unit = 'characters'): string[] {
  const errors: string[] = [];
  if (byteLength(name) > DNS_SUBDOMAIN_LENGTH_MAX) errors.push(tooLong(DNS_SUBDOMAIN_LENGTH_MAX, unit));
  if (!DNS_SUBDOMAIN.test(name)) {
    errors.push(patternError(DNS_SUBDOMAIN_MESSAGE, DNS_SUBDOMAIN_PATTERN, ['example.com']));
  }
  return errors;
}

/** Names of namespaces and containers. */
export function dnsLabelErrors(name: string): string[] {
  const errors: string[] = [];
  if (byteLength(name) > DNS_LABEL_LENGTH_MAX) errors.push(tooLong(DNS_LABEL_LENGTH_MAX, 'characters'));
  if (!DNS_LABEL.test(name)) {
    if (DNS_SUBDOMAIN.test(name)) errors.push('must not contain dots');
    else errors.push(patternError(DNS_LABEL_MESSAGE, DNS_LABEL_PATTERN, ['my-name', '123-abc']));
  }
  return errors;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Two packages of upstream, two words for the same (util/validation and api/validate/content, MaxLenError). */
type Unit = 'bytes' | 'characters';

function tooLong(length: number, unit: Unit = 'bytes'): string {
  return `must be no more than ${length} ${unit}`;
}

function patternError(message: string, pattern: string, examples: readonly string[]): string {
  const quoted = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${quoted}regex used for validation is '${pattern}')`;
}
