/**
 * The import table of ARCHITECTURE.md, section "Who may import whom". Each room lists what it may import of ours; a
 * library that a room keeps to itself is listed with it.
 */
const SRC = 'packages/collector/src/';
const TESTS = '\\.test\\.ts$';

/** Room → rooms (or files) that it may import. Every room may import itself. */
const MAY_IMPORT = {
  domain: [],
  wire: ['domain'],
  dialects: ['wire', 'domain'],
  providers: ['dialects/dialect.ts', 'wire', 'domain'],
  auth: ['domain', 'store/store.ts'],
  intake: ['wire', 'domain'],
  import: ['wire', 'intake', 'domain'],
  rules: ['domain'],
  commit: ['rules', 'domain', 'store/store.ts'],
  store: ['domain'],
  schedule: ['domain', 'commit', 'store/store.ts'],
  reports: ['rules', 'commit/look.ts', 'domain', 'store/store.ts'],
  explain: ['domain'],
  http: ['wire', 'dialects', 'providers', 'auth', 'intake', 'commit', 'reports', 'explain', 'domain', 'store/store.ts'],
  cli: ['app.ts', 'operator.ts', 'importer.ts', 'replayer.ts', 'doctor.ts', 'config.ts', 'log.ts', 'explain', 'domain'],
};

/** Composition roots: they wire rooms together, and nothing but the command line and tests imports them. */
const ROOTS = [
  'app.ts',
  'engine.ts',
  'operator.ts',
  'operator-connections.ts',
  'importer.ts',
  'replayer.ts',
  'doctor.ts',
  'ledger-replay.ts',
  'writer-thread.ts',
  'reader-thread.ts',
];

/** Library → the only places of ours that may import it. */
const LIBRARIES = {
  'csv-parse': [`^${SRC}import/`],
  'better-sqlite3': [`^${SRC}store/sqlite/`, '^test/'],
  'disposable-email-domains-js': [`^${SRC}intake/`],
  'dinero\\.js': [`^${SRC}domain/money\\.ts$`],
  express: [`^${SRC}http/`],
  'express-rate-limit': [`^${SRC}http/`],
  'zod-openapi': [`^${SRC}http/openapi/`],
  helmet: [`^${SRC}http/`],
  'pino-http': [`^${SRC}http/`],
  isbot: [`^${SRC}intake/`],
  commander: [`^${SRC}cli/`, '^test/docs/'],
  pg: [`^${SRC}store/postgres/`, '^test/'],
  stripe: [`^${SRC}providers/`, '^test/', '^examples/'],
  'js-cookie': ['^packages/tag/src/visitor/visitor-cookie\\.ts$', '^packages/tag/src/visitor/cookie-domains\\.ts$'],
  react: ['^packages/tag/src/react/'],
  tldts: [`^${SRC}auth/`],
  uuid: [`^${SRC}domain/ids\\.ts$`, '^test/'],
};

const escaped = (path) => path.replaceAll('.', '\\.');
const place = (name) => (name.endsWith('.ts') ? `^${SRC}${escaped(name)}$` : `^${SRC}${name}/`);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unknown', severity: 'error', from: { pathNot: '^(dist|node_modules)' }, to: { couldNotResolve: true } },
    {
      name: 'tag-stands-alone',
      severity: 'error',
      from: { path: '^packages/tag/src/', pathNot: TESTS },
      to: { pathNot: ['^packages/tag/src/', 'node_modules/(@types/)?(js-cookie|react)/'] },
    },
    {
      name: 'only-the-wire-of-the-tag',
      comment: 'The collector knows the tag by the types of what it sends, and nothing more.',
      severity: 'error',
      from: { path: `^${SRC}` },
      to: { path: '^packages/tag/', pathNot: '^packages/tag/src/wire\\.ts$' },
    },
    ...Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
      name: `${room}-imports`,
      severity: 'error',
      from: { path: `^${SRC}${room}/`, pathNot: TESTS },
      to: {
        path: ['^packages/', '^examples/', '^test/', '^scripts/'],
        pathNot: ['node_modules', '^packages/tag/src/wire\\.ts$', ...[room, ...allowed].map(place)],
      },
    })),
    {
      name: 'roots-are-not-imported',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: [TESTS, `^${SRC}(cli/|main\\.ts$)`, ...ROOTS.map(place)],
      },
      to: { path: ROOTS.map(place) },
    },
    {
      name: 'threads-only-in-roots',
      severity: 'error',
      from: { path: `^${SRC}`, pathNot: [TESTS, ...ROOTS.map(place)] },
      to: { path: 'worker_threads' },
    },
    ...Object.entries(LIBRARIES).map(([library, places]) => ({
      name: `${library.replaceAll('\\', '')}-has-its-room`,
      severity: 'error',
      from: { path: '^(packages|test|examples|scripts)/', pathNot: places },
      to: { path: `node_modules/(@types/)?${library}/` },
    })),
    {
      name: 'examples-and-scripts-stand-alone',
      comment: 'An example uses Clickstitch as a customer would: over HTTP.',
      severity: 'error',
      from: { path: '^(examples|scripts)/', pathNot: TESTS },
      to: { path: '^packages/' },
    },
    {
      name: 'scripts-use-the-servers-of-tests',
      comment:
        '`npm test` starts the database server that all tests share; nothing else of the tests is known to scripts.',
      severity: 'error',
      from: { path: '^(examples|scripts)/', pathNot: TESTS },
      to: { path: '^test/', pathNot: '^test/postgres\\.ts$' },
    },
    {
      name: 'tests-use-what-is-built',
      comment:
        'The contract suite, the simulation and the tests of documents look inside; everything else runs the built program.',
      severity: 'error',
      from: {
        path: '^test/',
        pathNot: ['^test/contract/', '^test/docs/', '^test/openapi/', '^test/simulate/', '^test/tag/'],
      },
      to: { path: '^packages/[^/]+/src/', pathNot: '^packages/tag/src/wire\\.ts$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    combinedDependencies: true,
    // What the example with Next.js imports is installed only where somebody runs it.
    exclude: { path: '(^|/)dist/|^examples/next/' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
    },
  },
};
