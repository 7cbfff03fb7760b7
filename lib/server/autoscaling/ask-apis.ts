import 'server-only';
// The metrics APIs: whether one is registered, in which version, who serves it, and which names it lists.
import type { APIGroup, APIResourceList } from 'kubernetes-types/meta/v1';
import type { ApiFacts, MetricsGroup } from '#lib/model/autoscaling/chain-facts.ts';
import { VERSIONS } from '#lib/model/autoscaling/metric-path.ts';
import type { ApiServiceRecord } from '#lib/model/records/records.ts';
import type { Asking } from './asking.ts';

/** An adapter may list a name for each of its series. */
const NAMES_MAX = 5_000;

export async function askApi(
  asking: Asking,
  group: MetricsGroup,
  apiServices: ReadonlyMap<string, ApiServiceRecord>,
): Promise<ApiFacts> {
  const versions = await asking.json(`/apis/${group}`, (body) =>
    ((body as Partial<APIGroup>).versions ?? []).map(({ version }) => version),
  );
  const registered = versions.ok ? versions.value : [];
  const version = VERSIONS[group].find((one) => registered.includes(one)) ?? '';
  const apiService = apiServices.get(`${version}.${group}`) ?? null;
  if (version === '') return { group, versions, version, apiService: registeredOf(group, apiServices), names: null };
  const names = await asking.json(`/apis/${group}/${version}`, (body) =>
    ((body as Partial<APIResourceList>).resources ?? []).map(({ name }) => String(name)).slice(0, NAMES_MAX),
  );
  return { group, versions, version, apiService, names };
}

/** In whatever version: one that does not answer may be missing among the versions of its group. */
function registeredOf(group: string, apiServices: ReadonlyMap<string, ApiServiceRecord>): ApiServiceRecord | null {
  return [...apiServices.values()].find((one) => one.group === group) ?? null;
}
