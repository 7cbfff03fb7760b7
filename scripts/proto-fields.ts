// Reads field names, numbers and types from Kubernetes' generated.proto files (proto2, no nesting, no oneof).

export interface ProtoField {
  number: number;
  name: string;
  /** `string`, `bool`, `int`, `double`, `bytes` or a message's OpenAPI name; `[]` after, `map:` before it. */
  type: string;
}

/** Fields by message, named as OpenAPI names the type: `io.k8s.api.core.v1.Pod`. */
export type Messages = Map<string, ProtoField[]>;

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  bool: 'bool',
  int32: 'int',
  int64: 'int',
  uint32: 'int',
  uint64: 'int',
  double: 'double',
  bytes: 'bytes',
};

/** `k8s.io.kube_aggregator.pkg.X` -> `io.k8s.kube-aggregator.pkg.X`. */
function openApiName(protoName: string): string {
  return protoName.replace(/^k8s\.io\./, 'io.k8s.').replaceAll('_', '-');
}

function typeName(protoType: string, protoPackage: string): string {
  const scalar = SCALARS[protoType];
  if (scalar !== undefined) return scalar;
  return openApiName(protoType.startsWith('.') ? protoType.slice(1) : `${protoPackage}.${protoType}`);
}

/** Throws where a line of a message is of no known shape, so that nothing is left out in silence. */
export function parseProto(source: string): Messages {
  const messages: Messages = new Map();
  let protoPackage = '';
  let fields: ProtoField[] | null = null;
  for (const rawLine of source.replace(/\/\*[\s\S]*?\*\//g, '').split('\n')) {
    const line = rawLine.replace(/\/\/.*$/, '').trim();
    const message = /^message (\w+) \{$/.exec(line);
    if (line.startsWith('package ')) protoPackage = line.slice('package '.length, -1);
    else if (message !== null) {
      fields = [];
      messages.set(openApiName(`${protoPackage}.${message[1]}`), fields);
    } else if (line === '}') fields = null;
    else if (line !== '' && fields !== null) fields.push(parseField(line, protoPackage));
  }
  return messages;
}

function parseField(line: string, protoPackage: string): ProtoField {
  const found = /^(?:(optional|repeated) ([.\w]+)|map<string, ([.\w]+)>) (\w+) = (\d+)(?: \[.*\])?;$/.exec(line);
  const [, label, single, mapped, name, number] = found ?? [];
  if (name === undefined || number === undefined) throw new Error(`not a field of generated.proto: ${line}`);
  const type = typeName(single ?? mapped ?? '', protoPackage);
  const shaped = mapped !== undefined ? `map:${type}` : label === 'repeated' ? `${type}[]` : type;
  return { number: Number(number), name, type: shaped };
}
