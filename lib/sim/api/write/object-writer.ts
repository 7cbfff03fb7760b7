// The Writer for code inside the cluster: the API's own create, update and delete, without HTTP or permissions.

import { notFound, qualified } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { KubeObject, ResourceId, Stored } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';
import { bindPod } from './binding.ts';
import { createObject } from './create.ts';
import { deleteObject } from './delete.ts';
import { finalizeNamespace } from './finalize.ts';
import { withScaledReplicas } from './scale.ts';
import { updateObject } from './update.ts';
import type { Machine } from './write-context.ts';
import type { DeleteOptions, Writer } from './writer.ts';

const NAMESPACE_FINALIZER = 'kubernetes';

export class ObjectWriter implements Writer {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  create(resource: ResourceId, object: KubeObject, manager: string): Stored {
    return createObject(this.#machine, this.#served(resource), object, { manager });
  }

  update(resource: ResourceId, object: KubeObject, manager: string): Stored {
    return updateObject(this.#machine, this.#served(resource), object, { manager });
  }

  updateStatus(resource: ResourceId, object: KubeObject, manager: string): Stored {
    return updateObject(this.#machine, this.#served(resource), object, { manager, subresource: 'status' });
  }

  scale(resource: ResourceId, namespace: string | undefined, name: string, replicas: number, manager: string): Stored {
    const served = this.#served(resource);
    const current = this.#machine.store.get(served.storage, namespace, name);
    if (current === undefined) throw notFound(served.type, name);
    const next = withScaledReplicas(served, current, replicas);
    return updateObject(this.#machine, served, next, { manager, subresource: 'scale' });
  }

  bind(pod: { namespace: string; name: string; uid: string }, node: string, manager: string): Stored {
    return bindPod(this.#machine, pod, node, { manager });
  }

  finalizeNamespace(name: string, manager: string): void {
    const held = this.#machine.store.get('namespaces', undefined, name)?.spec?.finalizers ?? [];
    const left = held.filter((finalizer) => finalizer !== NAMESPACE_FINALIZER);
    finalizeNamespace(this.#machine, name, left, { manager });
  }

  delete(resource: ResourceId, namespace: string | undefined, name: string, options: DeleteOptions = {}): Stored {
    return deleteObject(this.#machine, this.#served(resource), namespace, name, options).object;
  }

  #served(resource: ResourceId): Served {
    const served = this.#machine.registry.stored(resource);
    if (served !== undefined) return served;
    const [name = '', ...group] = resource.split('.');
    const id = qualified({ resource: name, group: group.join('.') });
    throw new StatusError('NotFound', `no API serves ${id}: it cannot be written`, {});
  }
}
