// `npm test`: dependencies, Node 24, then every check.
import { delimiter, dirname, join } from 'node:path';
import { become, ensureDependencies, findNode, requireHostNode, root } from './bootstrap.mjs';

requireHostNode();
ensureDependencies();
const node = findNode();
process.env.PATH = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
become(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/check.ts'), ...process.argv.slice(2)]);
