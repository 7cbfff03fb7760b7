// The import rules of docs/architecture.md. Each rule says why; a broken one is an error.
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const notTests = { pathNot: '\\.test\\.tsx?$' };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', 'Code in a cycle cannot be understood or tested alone.', {}, { circular: true }),
    forbid(
      'resolvable',
      'An import that cannot be resolved hides from every other rule.',
      {},
      { couldNotResolve: true },
    ),
    forbid(
      'format-alone',
      'lib/format turns values into text and knows nothing else.',
      { path: '^lib/format/', ...notTests },
      { pathNot: '^lib/format/' },
    ),
    forbid(
      'rules-alone',
      'Kubernetes semantics are pure: API types only.',
      { path: '^lib/rules/', ...notTests },
      { pathNot: '^(lib/rules/|node_modules/kubernetes-types/)' },
    ),
    forbid(
      'model-pure',
      'View functions have no I/O, clock or React.',
      { path: '^lib/model/', ...notTests },
      { pathNot: '^(lib/(model|rules|format)/|lib/stack/(?!manifests)|node_modules/kubernetes-types/)' },
    ),
    forbid(
      'stack-is-data',
      'The demo stack is data: it knows rules, not clusters, views or the server.',
      { path: '^lib/stack/', ...notTests },
      { path: '^(app|components|scripts|lib/(?!stack/|rules/))' },
    ),
    forbid(
      'kube-below-server',
      'The Kubernetes client knows rules, not views or the server.',
      { path: '^lib/kube/', ...notTests },
      { path: '^(lib/(model|server|sim|queries|registry)|app|components)/' },
    ),
    forbid(
      'kube-through-its-face',
      'lib/kube is used through its index.',
      { path: '^(lib/server|app|scripts)/', ...notTests },
      { path: '^lib/kube/(?!index\\.ts)' },
    ),
    forbid(
      'registry-alone',
      'The registry reader knows images, not clusters, views or the server.',
      { path: '^lib/registry/', ...notTests },
      { path: '^(app|components|scripts|lib/(?!registry/|rules/))' },
    ),
    forbid(
      'server-off-sim',
      'The dashboard reaches a simulated cluster as any other: over HTTPS.',
      { path: '^(app|components|lib/(server|kube|model|queries|registry))/', ...notTests },
      { path: '^lib/sim/' },
    ),
    forbid(
      'browser-off-server',
      'The browser sees view types, never the server or API objects.',
      { path: '^(components|lib/queries)/', ...notTests },
      { path: '^(lib/(server|kube|sim|registry)/|node_modules/(kubernetes-types|@kubernetes)/)' },
    ),
    forbid(
      'browser-off-manifests',
      'What the demo stack is, the browser may know; reading its manifests from disk is the server’s.',
      { path: '^(components|lib/queries)/', ...notTests },
      { path: '^lib/stack/(manifests|fill-in|workshop-role)' },
    ),
    forbid(
      'charts-alone-draw-with-recharts',
      'It weighs about 100 KB: one folder imports it, and pages load that folder lazily.',
      { pathNot: '^(components/charts/|node_modules/)' },
      { path: '^node_modules/recharts/' },
    ),
    forbid(
      'sim-alone',
      'The simulated cluster shares rules and formats only.',
      { path: '^lib/sim/', ...notTests },
      { path: '^(app|components|lib/(?!sim/|rules/|format/))' },
    ),
    forbid(
      'sim-through-its-face',
      'Only the launcher and tests start lib/sim, through its index.',
      { path: '^(scripts|bench)/' },
      { path: '^lib/sim/(?!index\\.ts|schema/data/)' },
    ),
    forbid(
      'no-dev-code-in-product',
      'What ships must not need development dependencies.',
      { path: '^(app|components|lib)/', ...notTests },
      { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/kubernetes-types/' },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|node_modules/\\.)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default', 'node'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json', '.css'],
    },
  },
};
