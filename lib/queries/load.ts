// The load generator in the browser: what it does for everybody to see, and the page that began a run keeping it alive.
import type { LoadView } from '#lib/model/autoscaling/autoscaling-view.ts';
import {
  LOAD_KEY,
  type LoadChoices,
  type LoadRequest,
  type StartedLoad,
  type StartLoad,
} from '#lib/model/autoscaling/load.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import type { Rows } from '#lib/model/stream.ts';
import { fetchOk, StatusError } from './status-error.ts';

/** A page that is loaded anew in the same tab goes on with what it began. */
const KEPT = 'bramble-load';

let renewals: ReturnType<typeof setInterval> | null = null;

/** Null before the server has said anything. */
export function loadViewOf(rows: Rows): LoadView | null {
  return (rows[LOAD_KEY] as LoadView | undefined) ?? null;
}

/** Throws a StatusError that says what may not be read. */
export async function fetchLoadChoices({ kind, namespace, name }: WorkloadRef): Promise<LoadChoices> {
  const response = await fetchOk(`/api/load?${new URLSearchParams({ kind, namespace, name })}`);
  return (await response.json()) as LoadChoices;
}

/**
 * From now on this tab keeps the run alive: it ends when the tab does. Throws a StatusError where there is none; `signal`
 * calls off what has not begun.
 */
export async function startLoad(start: StartLoad, signal: AbortSignal): Promise<void> {
  const started = (await (await send(start, signal)).json()) as StartedLoad;
  sessionStorage.setItem(KEPT, JSON.stringify(started));
  keep(started);
}

/** Anybody's run. Throws a StatusError; 404 where none is under way. */
export async function stopLoad(): Promise<void> {
  await send({ action: 'stop' });
}

/** To be called by a page that shows load: what this tab began before it was loaded anew is kept alive. */
export function keepStartedLoad(): void {
  const text = sessionStorage.getItem(KEPT);
  if (text === null || renewals !== null) return;
  const started = JSON.parse(text) as StartedLoad;
  void renew(started.run);
  keep(started);
}

function keep({ run, renewEveryMs }: StartedLoad): void {
  if (renewals !== null) clearInterval(renewals);
  renewals = setInterval(() => void renew(run), renewEveryMs);
}

async function renew(run: string): Promise<void> {
  try {
    await send({ action: 'renew', run });
  } catch (error) {
    // It is over. Where the server does not answer for a moment, the next try may reach it before the run ends.
    if (error instanceof StatusError && error.code === 404) letGo(run);
  }
}

function letGo(run: string): void {
  const kept = sessionStorage.getItem(KEPT);
  if (kept === null || (JSON.parse(kept) as StartedLoad).run !== run) return;
  sessionStorage.removeItem(KEPT);
  if (renewals !== null) clearInterval(renewals);
  renewals = null;
}

function send(request: LoadRequest, signal: AbortSignal | null = null): Promise<Response> {
  return fetchOk('/api/load', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}
