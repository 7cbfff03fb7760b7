// `npm run workshop`: the workshop from a terminal, over the same code as the dashboard's.
import { registerHooks } from 'node:module';

// The package refuses to load outside Next's server, and nothing here reaches a browser.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'server-only'
      ? { url: 'data:text/javascript,', format: 'module', shortCircuit: true }
      : next(specifier, context),
});

const { runWorkshop } = await import('./workshop/run-workshop.ts');
process.exitCode = await runWorkshop(process.argv.slice(2));
