import 'server-only';
// Which resource a kind is, as discovery says: what an autoscaler scales or measures is named by its kind alone.
import type { APIResourceList } from 'kubernetes-types/meta/v1';
import type { Asked } from '#lib/model/autoscaling/chain-facts.ts';
import type { Asking } from './asking.ts';

export interface KindResource {
  /** `/apis/apps/v1`. */
  root: string;
  /** `deployments`. */
  resource: string;
  /** As paths of the custom metrics API name it: `deployments.apps`. */
  name: string;
  hasScale: boolean;
}

/** Kinds are added and taken away by CRDs: asked again after so long. */
const KEPT_MS = 60_000;
const GROUPS_MAX = 50;

const API_VERSION = /^(?:[a-z0-9][a-z0-9.-]*\/)?v[a-z0-9]+$/;

interface Found {
  name: string;
  kind: string;
}

export class KindResources {
  readonly #kept = new Map<string, { resources: readonly Found[]; untilMs: number }>();

  forget(): void {
    this.#kept.clear();
  }

  async of(asking: Asking, apiVersion: string, kind: string): Promise<Asked<KindResource>> {
    // It becomes a path, and whoever may write an autoscaler wrote it.
    if (!API_VERSION.test(apiVersion)) return asking.failed(400, `unexpected GroupVersion string: ${apiVersion}`);
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    const root = slash < 0 ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
    const listed = await this.#listed(asking, root);
    const none = `no matches for kind "${kind}" in group "${group}"`;
    // Of a group that nobody serves the API server has no more to say.
    if (!listed.ok) return listed.failure.code === 404 ? asking.failed(404, none) : listed;
    const ofKind = listed.value.filter((one) => one.kind === kind && !one.name.includes('/'));
    const [found] = ofKind;
    if (found === undefined) return asking.failed(404, none);
    const resource = found.name;
    return {
      ...listed,
      value: {
        root,
        resource,
        name: group === '' ? resource : `${resource}.${group}`,
        hasScale: listed.value.some(({ name }) => name === `${resource}/scale`),
      },
    };
  }

  async #listed(asking: Asking, root: string): Promise<Asked<readonly Found[]>> {
    const kept = this.#kept.get(root);
    if (kept !== undefined && kept.untilMs > performance.now()) {
      return { at: asking.now, latencyMs: 0, ok: true, value: kept.resources };
    }
    const asked = await asking.json(root, (body) =>
      ((body as Partial<APIResourceList>).resources ?? []).map(
        ({ name, kind }): Found => ({ name: String(name), kind }),
      ),
    );
    if (asked.ok) {
      if (this.#kept.size >= GROUPS_MAX) this.#kept.clear();
      this.#kept.set(root, { resources: asked.value, untilMs: performance.now() + KEPT_MS });
    }
    return asked;
  }
}
