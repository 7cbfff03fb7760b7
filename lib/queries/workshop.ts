// Asking the workshop: what plans are made for, what is to be done or taken back.
import { queryOptions } from '@tanstack/react-query';
import type { UndoPreview, WorkshopRequest } from '#lib/model/workshop/workshop-request.ts';
import type { ComponentId, StepId } from '#lib/stack/component.ts';
import { fetchOk } from './status-error.ts';

/** Throws a StatusError: 409 where the plan is no longer what was confirmed, or something runs. */
export async function askWorkshop(request: Exclude<WorkshopRequest, { workshop: 'preview-undo' }>): Promise<void> {
  await post(request);
}

export function undoPreviewQuery(steps: readonly StepId[]) {
  return queryOptions({
    queryKey: ['workshop-undo', steps],
    queryFn: async () => (await (await post({ workshop: 'preview-undo', steps })).json()) as UndoPreview,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
}

/** The YAML as it would be applied; a Secret's data is not in it. */
export function manifestHref(component: ComponentId): string {
  return `/api/workshop/manifests/${component}`;
}

function post(request: WorkshopRequest): Promise<Response> {
  return fetchOk('/api/workshop', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}
