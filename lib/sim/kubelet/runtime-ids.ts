// The ids behind the names of images and containers, as kubelets report them.
import { createHash } from 'node:crypto';

export type Runtime = 'docker' | 'containerd';

/** status.containerStatuses[].imageID as each runtime words it. */
export function imageIdOf(repository: string, digest: string, runtime: Runtime): string {
  const id = `${repository}@${digest}`;
  return runtime === 'docker' ? `docker-pullable://${shortened(id)}` : id;
}

/** A container's id: another one for each start. */
export function containerIdOf(podUid: string, container: string, restarts: number, runtime: Runtime): string {
  const id = createHash('sha256').update(`${podUid}/${container}/${restarts}`).digest('hex');
  return `${runtime}://${id}`;
}

/** Docker leaves its own hub's host and `library/` out. */
function shortened(name: string): string {
  return name.replace(/^docker\.io\/(library\/)?/, '');
}
