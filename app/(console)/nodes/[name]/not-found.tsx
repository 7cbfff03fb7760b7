import { MissingNode } from '#components/node/missing-node.tsx';

export default function NodeNotFound() {
  return <MissingNode />;
}
