// YAML that users put into objects for programs to read: it may be none, and hold anything.
import { parse, YAMLParseError } from 'yaml';

/** Null where it cannot be read; what is read is to be checked. */
export function foreignYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) return null;
    throw error;
  }
}

export function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
