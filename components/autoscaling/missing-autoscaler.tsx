'use client';
// The address names an autoscaler that the cluster does not have.
import { useParams } from 'next/navigation';
import { MissingObject } from '#components/object/missing-object.tsx';
import { typedName } from '#components/object/typed-name.ts';

export function MissingAutoscaler() {
  const { namespace, name } = useParams<{ namespace: string; name: string }>();
  return (
    <MissingObject
      title={`There is no such autoscaler: ${typedName(namespace)}/${typedName(name)}`}
      kubectl="kubectl get hpa --all-namespaces"
      way={{ href: '/autoscaling', text: 'To all autoscalers' }}
    >
      It may have been deleted, or the address has a typing error.
    </MissingObject>
  );
}
