// Exercises whose pods come to a board that their image was not built for, one for each way in which that shows.
import {
  deployed,
  EVERYWHERE,
  type Exercise,
  type LeftOut,
  NO_HOST,
  onePerArchitecture,
  webServer,
} from './exercise.ts';
import type { Ground, Host } from './ground.ts';

export function wrongArchitectureExercises(ground: Ground): (Exercise | LeftOut)[] {
  return [noMatch(ground), execFormat(ground), imported(ground), initExecFormat(ground), userland32(ground)];
}

/** Its index, as Docker Hub has it, is for these two. */
const TWO_PLATFORMS = { image: 'mysql:8.4', architectures: ['amd64', 'arm64'] };
/** Images of Docker Hub for one platform alone, which are pulled anywhere. */
const SINGLE_PLATFORM = [
  { image: `amd64/${EVERYWHERE}`, architecture: 'amd64' },
  { image: `arm64v8/${EVERYWHERE}`, architecture: 'arm64' },
];

function noMatch({ hosts, hostArchitectures }: Ground): Exercise | LeftOut {
  const name = 'no-match';
  const { image, architectures } = TWO_PLATFORMS;
  if (hosts.length === 0) return { name, why: NO_HOST };
  const without = hosts.find(({ architecture }) => !architectures.includes(architecture));
  if (without === undefined) return { name, why: `every ready board can run ${image}, whose index is for ${both()}` };
  const finds = `It is sent to boards of every architecture, but ${image} is built for ${both()} only: no other can pull it.`;
  const env = [{ name: 'MYSQL_ALLOW_EMPTY_PASSWORD', value: '1' }];
  const containers = [{ name: 'database', image, env }];
  return deployed({ name, finds }, { ...onePerArchitecture(name), containers }, hostArchitectures.length);
}

function both(): string {
  return TWO_PLATFORMS.architectures.join(' and ');
}

/** An image for one platform, and a host that cannot run it. */
function mismatch({ hosts }: Ground): { image: string; architecture: string; host: Host } | null {
  for (const { image, architecture } of SINGLE_PLATFORM) {
    const host = hosts.find((one) => one.architecture !== architecture);
    if (host !== undefined) return { image, architecture, host };
  }
  return null;
}

function execFormat(ground: Ground): Exercise | LeftOut {
  const name = 'exec-format';
  const wrong = mismatch(ground);
  if (wrong === null) return { name, why: NO_HOST };
  const { image, architecture } = wrong;
  const finds = `${image} is built for ${architecture} only and no selector keeps it there: elsewhere it crashes with "exec format error".`;
  const containers = [webServer({ image })];
  return deployed({ name, finds }, { ...onePerArchitecture(name), containers }, ground.hostArchitectures.length);
}

/** A list for amd64 alone, whose image is on every board all the same. */
const IMPORTED = { image: 'registry.example.com/shop/stock:v1', architecture: 'amd64' };

function imported({ hosts, hostArchitectures }: Ground): Exercise | LeftOut {
  const name = 'imported';
  const { image, architecture } = IMPORTED;
  if (hosts.length === 0) return { name, why: NO_HOST };
  if (hosts.every((host) => host.architecture === architecture)) {
    return { name, why: `every ready board can run ${image}, which is built for ${architecture}` };
  }
  const finds = `In its registry ${image} is a list for ${architecture} alone, but somebody copied it to all boards by hand: elsewhere it starts, and ends at once with code 255.`;
  const containers = [webServer({ image })];
  return deployed({ name, finds }, { ...onePerArchitecture(name), containers }, hostArchitectures.length);
}

function initExecFormat(ground: Ground): Exercise | LeftOut {
  const name = 'init-exec-format';
  const wrong = mismatch(ground);
  if (wrong === null) return { name, why: NO_HOST };
  const { image, architecture, host } = wrong;
  const finds = `Its init container is built for ${architecture} and its pod is sent to boards of ${host.architecture}: it never gets past it.`;
  const nodeSelector = { 'kubernetes.io/arch': host.architecture };
  const initContainers = [{ name: 'prepare', image, command: ['/bin/prepare'] }];
  return deployed({ name, finds }, { nodeSelector, initContainers });
}

function userland32({ userland32: host }: Ground): Exercise | LeftOut {
  const name = 'userland-32';
  if (host === null) return { name, why: 'no ready board has a 32-bit system under a 64-bit kernel' };
  const { image } = TWO_PLATFORMS;
  const finds = `The kernel of ${host.name} is for 64 bits, but its system is for 32: ${image} cannot be pulled there, although it is built for arm64.`;
  const nodeSelector = { 'kubernetes.io/hostname': host.name };
  return deployed({ name, finds }, { nodeSelector, containers: [{ name: 'database', image }] });
}
