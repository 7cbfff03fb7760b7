// Times as the API writes them: RFC 3339 in UTC, whole seconds (apimachinery meta/v1 time.go).

export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the epoch; NaN where there is no such time. */
export function parseTimestamp(text: string | undefined): number {
  return text === undefined ? Number.NaN : Date.parse(text);
}
