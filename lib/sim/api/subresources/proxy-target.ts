// How a path names what it wants to be proxied to: a pod, service or node, perhaps with a scheme and a port.
import { badRequest } from '../../refusals.ts';

export interface AskedTarget {
  scheme: 'http' | 'https';
  name: string;
  /** A number, a name or ''. */
  port: string;
}

/** `name`, `name:port` or `scheme:name:port` (apimachinery/pkg/util/net/port_split.go). */
export function askedTarget(id: string, what: string): AskedTarget {
  const parts = id.split(':');
  const [scheme, name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const isKnown = scheme === '' || scheme === 'http' || scheme === 'https';
  if (parts.length > 3 || name === '' || !isKnown) throw badRequest(`invalid ${what} request "${id}"`);
  return { scheme: scheme === 'https' ? 'https' : 'http', name, port };
}
