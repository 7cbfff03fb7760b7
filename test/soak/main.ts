// `npm run soak`: the dashboard behind a connection that fails in every way, a hundred times over.
//   npm run soak -- [--real] [--faults N] [--seed N] [--only NAME]
// `npm run soak -- workshop [--kills N] [--seed N]`: its server killed in the middle of all the workshop does.
import { registerHooks } from 'node:module';
import { parseArgs } from 'node:util';

// The package refuses to load outside Next's server, and this is a server as well.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'server-only' ? next('#test/support/server-only.ts', context) : next(specifier, context),
});

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    real: { type: 'boolean', default: false },
    faults: { type: 'string', default: '100' },
    kills: { type: 'string', default: '25' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
  },
});
if (positionals.includes('workshop')) {
  const { runWorkshopSoak } = await import('./run-workshop-soak.ts');
  process.exitCode = await runWorkshopSoak({ kills: Number(values.kills), seed: Number(values.seed) });
} else {
  const { runSoak } = await import('./run-soak.ts');
  process.exitCode = await runSoak({
    real: values.real,
    faults: Number(values.faults),
    seed: Number(values.seed),
    ...(values.only === undefined ? {} : { names: values.only }),
  });
}
