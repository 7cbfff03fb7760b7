// The built-in resources, as the registry serves them.
import { builtInResources } from '../../schema/resources.ts';
import { plainServed, type Served, type ServedSource } from './registry.ts';

export class BuiltInResources implements ServedSource {
  readonly revision = 0;

  served(): readonly Served[] {
    return builtInResources().map(plainServed);
  }
}
