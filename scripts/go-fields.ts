// Reads from Kubernetes' Go types what generated.proto does not say: a field's JSON name, and whether JSON omits zero.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GoField {
  /** Empty for an embedded struct: its fields stand beside the others. */
  jsonName: string;
  /** Not a pointer, and `omitempty` or `omitzero`: JSON has no such field where the value is zero. */
  omitsZero: boolean;
}

/** Fields of the structs in a Go package's types*.go, by `Struct.protobufNumber`. */
export function goFields(folder: string): Map<string, GoField> {
  const fields = new Map<string, GoField>();
  for (const file of readdirSync(folder).filter((name) => /^types.*\.go$/.test(name))) {
    let struct = '';
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      struct = /^type (\w+) struct \{/.exec(line)?.[1] ?? struct;
      const field = /^\s+(?:\w+\s+)?([*\w.[\]]+)\s+`json:"([^",]*)([^"]*)".*protobuf:"\w+,(\d+),/.exec(line);
      if (field === null) continue;
      const [, type = '', jsonName = '', options = '', number] = field;
      fields.set(`${struct}.${number}`, { jsonName, omitsZero: /omit/.test(options) && !type.startsWith('*') });
    }
  }
  return fields;
}
