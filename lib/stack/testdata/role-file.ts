// deploy/workshop-rbac.yaml as it follows from the objects of the stack.
import { Document, isScalar, visit } from 'yaml';
import type { Grant } from '../permissions.ts';
import { workshopGrants, workshopRoles } from '../workshop-role.ts';
import { appliedObjects } from './whole-stack.ts';

const HEAD = `# What the workshop needs where the dashboard's account is no administrator: apply it once, beside rbac.yaml.
# Written from the manifests in lib/stack; a test holds it to them. It grants what the components themselves are granted,
# because nobody may grant what they do not hold, and it makes their namespaces, so that nobody else has to be allowed to.
# Take out what belongs to components that you do not want: their steps are then refused, and say so.
`;

export function allGrants(): Grant[] {
  return workshopGrants((component) => appliedObjects(component, { defaultStorageClass: true }));
}

export function roleFile(): string {
  return HEAD + workshopRoles(allGrants()).map(text).join('---\n');
}

function text(object: object): string {
  const document = new Document(object);
  visit(document, {
    Seq: (_key, list) => {
      if (list.items.every(isScalar)) list.flow = true;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}
