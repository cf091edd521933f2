/** The three planes and who may know whom; architecture.md draws the picture. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { path: from }, to: { path: to } })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    never('gateway-knows-no-portal', 'The data plane runs without the control plane.', '^lib/gateway/', '^lib/portal/'),
    never('portal-knows-no-gateway', 'They meet in tables and in one read-only snapshot.', '^lib/portal/', '^lib/gateway/'),
    never('ledger-knows-no-plane', 'Money depends on nothing but the shared ground.', '^lib/ledger/', '^lib/(gateway|portal)/'),
    never(
      'shared-knows-nobody',
      'The shared ground carries the planes, not the other way round.',
      '^lib/shared/',
      '^lib/(gateway|portal|ledger)/',
    ),
    never(
      'lib-knows-no-pages',
      'The planes work without Next and without the stand-ins.',
      '^lib/',
      '^(app|dev|tests|bench|scripts|i18n|server\\.ts|middleware\\.ts)(/|$)',
    ),
    never('lib-needs-no-react', 'A plane that renders is a page.', '^lib/', 'node_modules/(next|react|react-dom|next-intl)/'),
    never(
      'app-knows-no-stand-ins',
      'What is for development never reaches a deployment.',
      '^(app|server\\.ts|middleware\\.ts)',
      '^(dev|tests|bench)/',
    ),
    never('node-reads-no-jsx', 'Node runs these files as they are.', '^(lib|dev|scripts|bench|server\\.ts)', '\\.tsx$'),
    {
      name: 'money-through-the-ledger',
      comment: 'Only lib/ledger touches money, and pages reach it through a plane.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^lib/ledger/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle hides which file comes first.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment: 'A missing package or file; the two exceptions come with Next.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(server|client)-only$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|tools|node_modules/.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
