// `npm start`: dependencies, Node 24, then the launcher.
import { join } from 'node:path';
import { become, ensureDependencies, findNode, requireHostNode, root } from './bootstrap.mjs';

requireHostNode();
ensureDependencies();
become(findNode(), [
  '--disable-warning=ExperimentalWarning',
  join(root, 'scripts/launch.ts'),
  ...process.argv.slice(2),
]);
