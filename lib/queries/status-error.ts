// Errors of our own API as the browser sees them: always a Kubernetes Status, read once, here.

export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  /** How long to wait before asking again; null where the answer does not say. */
  readonly retryAfterMs: number | null;

  constructor(code: number, reason: string, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Fetches from our own server. Throws a StatusError for any answer that is not 2xx, and when there is none (code 0). */
export async function fetchOk(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new StatusError(0, 'Unreachable', 'The Bramble server does not answer. Nothing was changed; try again.');
  }
  if (!response.ok) throw await statusOf(response);
  return response;
}

async function statusOf(response: Response): Promise<StatusError> {
  const text = await response.text();
  const fallback = new StatusError(response.status, 'Unknown', `The server answered ${response.status}.`);
  try {
    const status = JSON.parse(text) as { reason?: unknown; message?: unknown } | null;
    if (typeof status?.message !== 'string' || status.message === '') return fallback;
    const reason = typeof status.reason === 'string' ? status.reason : 'Unknown';
    return new StatusError(response.status, reason, status.message, retryAfterMsOf(response));
  } catch {
    // Something between us and the server answered in its own words (a gateway's HTML page).
    return fallback;
  }
}

/** Our own server says seconds; a date is a gateway's. */
function retryAfterMsOf({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null;
}
