// Times as the API writes them: RFC 3339 in UTC, whole seconds (apimachinery meta/v1 time.go).

export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** As a MicroTime, for what is told apart within a second: leases, and events of the newer kind (micro_time.go). */
export function microTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** Milliseconds since the epoch; NaN where there is no such time. */
export function parseTimestamp(text: string | undefined): number {
  return text === undefined ? Number.NaN : Date.parse(text);
}
