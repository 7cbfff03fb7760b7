import 'server-only';
// Names of nodes as they come from outside.
import { dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';

/** Whether a Node can have this name, which then is one segment of a path. */
export function isNodeName(name: string): boolean {
  return dnsSubdomainErrors(name).length === 0;
}
