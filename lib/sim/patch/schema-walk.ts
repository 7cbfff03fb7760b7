// Steps from a schema to the schema of a field or an item.
import type { Schema } from '../schema/schema.ts';

/** The schema of a field: a named one's, else that of the map's values; undefined where any JSON fits. */
export function fieldSchema(schema: Schema | undefined, key: string): Schema | undefined {
  return schema?.properties[key] ?? schema?.additionalProperties;
}
