// Exercises that are not about architectures: worth finding before a board is drained, and a password that is missing.
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { deployment, type Exercise, LABEL, type LeftOut, metaOf, NO_HOST, podSpec, webServer } from './exercise.ts';
import type { Ground } from './ground.ts';

export function runningExercises({ hosts }: Ground): (Exercise | LeftOut)[] {
  if (hosts.length === 0) return ['budget', 'bare-pod', 'private-image'].map((name) => ({ name, why: NO_HOST }));
  return [budget(), barePod(), privateImage()];
}

const REPLICAS = 2;

function budget(): Exercise {
  const name = 'budget';
  const finds = `Its budget wants all ${REPLICAS} of its pods available, so that no board that has one can be drained.`;
  const named = { name, finds };
  const object: PodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metaOf(named),
    spec: { minAvailable: REPLICAS, selector: { matchLabels: { [LABEL]: name } } },
  };
  return { ...named, objects: [deployment(named, {}, REPLICAS), { resource: 'poddisruptionbudgets.policy', object }] };
}

function barePod(): Exercise {
  const finds = 'Nothing owns this pod: where it is deleted or its board is drained, nothing makes it anew.';
  const named = { name: 'bare-pod', finds };
  const object: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: metaOf(named), spec: podSpec({}) };
  return { ...named, objects: [{ resource: 'pods', object }] };
}

const PRIVATE = 'registry.example.com/team/private-app:v1';

function privateImage(): Exercise {
  const name = 'private-image';
  const finds = `${PRIVATE} is private: it is pulled with a pull secret only (user learner, password open-sesame).`;
  const named = { name, finds };
  return { ...named, objects: [deployment(named, { containers: [webServer({ image: PRIVATE })] })] };
}
