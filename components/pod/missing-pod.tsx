'use client';
// The address names a pod that the cluster does not have.
import { useParams } from 'next/navigation';
import { MissingObject } from '#components/object/missing-object.tsx';
import { typedName } from '#components/object/typed-name.ts';

export function MissingPod() {
  const { namespace, name } = useParams<{ namespace: string; name: string }>();
  return (
    <MissingObject
      title={`There is no such pod: ${typedName(namespace)}/${typedName(name)}`}
      kubectl="kubectl get pods --all-namespaces"
      way={{ href: '/placement', text: 'To all workloads and their pods' }}
    >
      Pods come and go: it may have been deleted, or replaced by one with another name; or the address has a typing
      error.
    </MissingObject>
  );
}
