'use client';
// The address names a node that the cluster does not have.
import { useParams } from 'next/navigation';
import { MissingObject } from '#components/object/missing-object.tsx';
import { typedName } from '#components/object/typed-name.ts';

export function MissingNode() {
  const { name } = useParams<{ name: string }>();
  return (
    <MissingObject
      title={`There is no such node: ${typedName(name)}`}
      kubectl="kubectl get nodes"
      way={{ href: '/', text: 'To the overview' }}
    >
      It may have been deleted, or the address has a typing error.
    </MissingObject>
  );
}
