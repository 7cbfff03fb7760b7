// docs/workshop/components.md as it follows from the data of the stack.
import { architecturesOf } from '../architectures.ts';
import { COMPONENTS, STEPS } from '../catalogue.ts';
import type { Component } from '../component.ts';
import { NAMESPACES } from '../namespaces.ts';
import { type Grant, permissionsFor } from '../permissions.ts';
import { rawObjects } from './whole-stack.ts';

const MI = 1024 * 1024;

const HEAD = `# The components of the workshop

What each step of the workshop can put on a cluster. This page is written from the data in \`lib/stack\`; a test holds it
to them. The manifests are beside that data, one folder for each component.
`;

const ROLE = `
## Permissions

An administrator needs nothing more. For anybody else \`deploy/workshop-rbac.yaml\` holds one role for the cluster and one
for each namespace, with what all components together ask for: to read, apply and remove their objects by name, and to
hold what the components themselves are granted. What is granted:
`;

export function stackPage(): string {
  return [HEAD, componentsTable(), IMAGES, imagesTable(), LEVELS, levelsTable(), ROLE, grantsTable()].join('\n');
}

function componentsTable(): string {
  const titles = new Map(STEPS.map(({ id, title }) => [id, title]));
  const rows = COMPONENTS.map(({ id, step, title, needs, namespace, podSecurity, ...rest }) => [
    titles.get(step) ?? step,
    title,
    namespace.name,
    needs.memoryBytes === 0 ? 'none' : `${needs.memoryBytes / MI}Mi, ${needs.cpuMillicores}m`,
    podSecurity.level,
    rest.images.length === 0 ? 'no pods of its own' : architecturesOf(rest).join(', '),
    versions(needs.kubernetes),
    needs.after.join(', ') || 'nothing',
    `[${id}](../../lib/stack/${id})`,
  ]);
  const head = ['step', 'component', 'namespace', 'asks for', 'level', 'runs on', 'Kubernetes', 'after', 'manifests'];
  return table(head, rows);
}

function versions({ fromMinor, belowMinor }: Component['needs']['kubernetes']): string {
  const parts = [
    ...(fromMinor === undefined ? [] : [`from 1.${fromMinor}`]),
    ...(belowMinor === undefined ? [] : [`before 1.${belowMinor}`]),
  ];
  return parts.join(', ') || 'any';
}

const IMAGES = `
## Images

\`npm run images:check\` asks the registries whether these tags exist and what they are built for; it needs the internet and
is never run by itself. An image is unverified until somebody has run it and noted the day.
`;

function imagesTable(): string {
  const all = new Map(COMPONENTS.flatMap(({ images }) => images.map((image) => [image.reference, image] as const)));
  const rows = [...all.values()].map(({ reference, platforms, readAt, source }) => [
    `\`${reference}\``,
    platforms.map((platform) => platform.replace('linux/', '')).join(', '),
    readAt ?? 'unverified',
    source,
  ]);
  return table(['image', 'built for', 'read from its registry', 'where tag and platforms come from'], rows);
}

const LEVELS = `
## Pod Security levels
`;

function levelsTable(): string {
  const namespaces = table(
    ['namespace', 'enforces'],
    Object.entries(NAMESPACES).map(([name, level]) => [name, level]),
  );
  const reasons = new Map<string, string[]>();
  for (const { title, podSecurity } of COMPONENTS) {
    reasons.set(podSecurity.why, [...(reasons.get(podSecurity.why) ?? []), title]);
  }
  const lines = [...reasons].map(([why, titles]) => `- ${titles.join(', ')}: ${why}`);
  return `${namespaces}\n${lines.join('\n')}\n`;
}

function grantsTable(): string {
  const rows = COMPONENTS.flatMap((component) => {
    const granted = permissionsFor(rawObjects(component)).filter(({ verbs }) => !isOwnObject(verbs));
    if (granted.length === 0) return [];
    return [[component.title, granted.map(grantText).join('; ')]];
  });
  return table(['component', 'is granted'], rows);
}

/** What is asked for to apply and remove an object, as opposed to what an object grants. */
function isOwnObject(verbs: readonly string[]): boolean {
  return verbs.join() === 'create,delete,get,patch';
}

function grantText({ namespace, apiGroup, resource, name, verbs }: Grant): string {
  const what = `${resource}${apiGroup === '' ? '' : `.${apiGroup}`}${name === null ? '' : ` ${name}`}`;
  return `${verbs.join(' ')} \`${what}\`${namespace === null ? '' : ` in ${namespace}`}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return `${line(head)}|${head.map(() => '---|').join('')}\n${rows.map(line).join('')}`;
}
