// What form of answer a client asks for: JSON or YAML; the objects, a Table, or metadata only.
// Mirrors apiserver/pkg/endpoints/handlers/negotiation/negotiate.go.
import { notAcceptable } from '../refusals.ts';

export interface Asked {
  format: 'json' | 'yaml';
  as: 'object' | 'Table' | 'PartialObjectMetadata';
}

const SUPPORTED = ['application/json', 'application/yaml'];
/** Clauses read of one Accept header. */
const CLAUSES_MAX = 20;

interface Clause {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

/** The clauses of an Accept header, best first. */
export function acceptClauses(header: string): readonly Clause[] {
  const clauses = header.split(',', CLAUSES_MAX).map((text) => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const parameters = new Map(
      rest.map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
      }),
    );
    return { type: type.toLowerCase(), parameters };
  });
  const quality = (clause: Clause) => Number(clause.parameters.get('q') ?? 1);
  return clauses.toSorted((a, b) => quality(b) - quality(a));
}

function formatOf(type: string): Asked['format'] | null {
  if (type === 'application/json' || type === '*/*' || type === 'application/*' || type === '') return 'json';
  return type === 'application/yaml' ? 'yaml' : null;
}

/** The first clause that can be met; throws NotAcceptable where none can. */
export function askedFor(accept: string | undefined): Asked {
  if (accept === undefined || accept.trim() === '') return { format: 'json', as: 'object' };
  for (const { type, parameters } of acceptClauses(accept)) {
    const format = formatOf(type);
    const as = representationOf(parameters);
    if (format !== null && as !== null) return { format, as };
  }
  throw notAcceptable(SUPPORTED);
}

function representationOf(parameters: ReadonlyMap<string, string>): Asked['as'] | null {
  const as = parameters.get('as');
  if (as === undefined) return 'object';
  if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1') return null;
  if (as === 'Table') return 'Table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'PartialObjectMetadata' : null;
}

/** Whether a client asks for aggregated discovery, and in which version of it. */
export function wantsAggregatedDiscovery(accept: string | undefined): 'v2' | null {
  const clauses = accept === undefined ? [] : acceptClauses(accept);
  for (const { type, parameters } of clauses) {
    if (formatOf(type) !== 'json') continue;
    const as = parameters.get('as');
    if (as === undefined) return null;
    if (
      as === 'APIGroupDiscoveryList' &&
      parameters.get('g') === 'apidiscovery.k8s.io' &&
      parameters.get('v') === 'v2'
    ) {
      return 'v2';
    }
  }
  return null;
}
