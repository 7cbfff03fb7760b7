// Zeros that Go leaves out of the JSON it writes (omitempty without a pointer): a request may give them, answers do not.
import { wireMessage } from './data.ts';

/** Empty is not absent here: an empty list is refused where none gets a default. */
const TOLD_APART: ReadonlySet<string> = new Set(['io.k8s.api.autoscaling.v2.HPAScalingRules.policies']);

const byType = new Map<string, ReadonlyMap<string, string>>();

/** The fields of a type that are left out when zero, with their wire types. Structs are never left out. */
function omittingFields(typeName: string): ReadonlyMap<string, string> {
  const known = byType.get(typeName);
  if (known !== undefined) return known;
  const fields = Object.values(wireMessage(typeName) ?? {});
  const omitting = fields.filter(([, type, omits]) => omits === 1 && (isPlain(type) || isCollection(type)));
  const found = new Map(omitting.map(([name, type]) => [name, type]));
  byType.set(typeName, found);
  return found;
}

function isPlain(type: string): boolean {
  return !type.includes('.');
}

function isCollection(type: string): boolean {
  return type.endsWith('[]') || type.startsWith('map:');
}

/** `hostNetwork: false` of a pod, but not `replicas: 0` of a Deployment, which is a pointer in Go. */
export function isOmittedZero(typeName: string | undefined, field: string, value: unknown): boolean {
  if (typeName === undefined) return false;
  const type = omittingFields(typeName).get(field);
  if (type === undefined || TOLD_APART.has(`${typeName}.${field}`)) return false;
  if (!isCollection(type)) return value === '' || value === 0 || value === false;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Times that are no pointers: null in the JSON where there is none. */
export function alwaysWrittenTimes(typeName: string): ReadonlySet<string> {
  const fields = Object.values(wireMessage(typeName) ?? {});
  return new Set(
    fields.filter(([, type, omits]) => omits === 1 && /\.(?:Micro)?Time$/.test(type)).map(([name]) => name),
  );
}

/** Lists that are null in the JSON where there is nothing in them. */
export function alwaysWrittenLists(typeName: string): ReadonlySet<string> {
  const fields = Object.values(wireMessage(typeName) ?? {});
  return new Set(fields.filter(([, type, omits]) => omits !== 1 && type.endsWith('[]')).map(([name]) => name));
}
