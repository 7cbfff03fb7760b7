// JSON patches (RFC 6902) as plans write them: fields put in place as a whole.

/** A value of null takes the field away: the API server reads it as one that is not there. */
export type JsonPatch = readonly { op: 'add' | 'remove'; path: string; value?: unknown }[];

export function set(path: string, value: unknown): JsonPatch[number] {
  return { op: 'add', path, value };
}

/** One name within a JSON pointer. */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
