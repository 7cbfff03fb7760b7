// `npm run images:check`: asks the registries whether the stack's images exist and what they are built for.
import { EVERY_REGISTRY } from '#lib/registry/policy.ts';
import { RegistryReader } from '#lib/registry/reader.ts';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import { checkImages } from './check-images.ts';

const EXIT_DIFFERS = 1;

const once = new Map(COMPONENTS.flatMap(({ images }) => images.map((image) => [image.reference, image] as const)));
const reader = new RegistryReader({ policy: { ...EVERY_REGISTRY, mirror: null } });
try {
  const verdicts = await checkImages([...once.values()], reader);
  for (const { reference, state, words } of verdicts)
    process.stdout.write(`${state.padEnd(8)}  ${reference}: ${words}\n`);
  const good = verdicts.filter(({ state }) => state === 'as-said').length;
  process.stdout.write(`${good} of ${verdicts.length} are as said; note the day at those (readAt) in lib/stack.\n`);
  if (good < verdicts.length) process.exitCode = EXIT_DIFFERS;
} finally {
  await reader.close();
}
