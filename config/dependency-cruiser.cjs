'use strict'
// Which file may import which, each rule with its reason. Run by `npm test`; proven on a small tree in packages/tasks/import-rules.test.ts.

const TESTS = '([.]test[.]tsx?$|^test/|/test-support/)'
/** Folders of apps/bff/src whose files others may use one by one. Every other folder is a room (or the log) with an index.ts. */
const OPEN = '(platform|ports|connectors|test-support)'
const SRC = '^apps/bff/src'
const SHARED = '^packages/shared/(src|dist)'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or need a third; with a cycle the order of loading decides what works.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that is no entry is dead: delete it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          TESTS,
          '[.]d[.]ts$',
          '(^|/)index[.]ts$',
          '^apps/bff/src/(main|verify|rebuild|import|app)[.]ts$',
          '^apps/miniprogram/(babel[.]config[.]js$|config/|src/app[.]|src/.*[.]config[.]ts$|src/pages/)',
          '^packages/embedded-mongo/(bin/|src/cli[.]ts$)',
          '^packages/tasks/[^/]+[.]mjs$',
        ],
      },
      to: {},
    },
    {
      name: 'unresolvable',
      comment: 'What is imported must exist.',
      severity: 'error',
      from: { pathNot: '^apps/miniprogram/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'not-to-dev-dep',
      comment: 'Shipped code stands on "dependencies" alone: a production install leaves the others out.',
      severity: 'error',
      from: { path: '^(apps/bff|packages/(shared|embedded-mongo))/src', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'shared-runs-anywhere',
      comment: 'packages/shared runs on the phone too: no Node, no Taro, no database.',
      severity: 'error',
      from: { path: SHARED, pathNot: TESTS },
      to: { path: ['node_modules/(@tarojs|react|mongoose|mongodb|koa|@koa)/', '^apps/', '^packages/(?!shared)'] },
    },
    {
      name: 'shared-no-core-modules',
      comment: 'packages/shared runs on the phone too: no Node modules, whichever way they are written.',
      severity: 'error',
      from: { path: SHARED, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'verify-stands-alone',
      comment: 'An outsider takes shared/verify and needs nothing of ours but how entries are hashed: no store, no clock, no contract.',
      severity: 'error',
      from: { path: `${SHARED}/verify/`, pathNot: TESTS },
      to: { path: '^(packages|apps)/', pathNot: `${SHARED}/(verify|log|errors|ids)/` },
    },
    {
      name: 'log-knows-no-rules',
      comment: 'How an entry is hashed must not depend on what the rules or the API say today.',
      severity: 'error',
      from: { path: `${SHARED}/log/`, pathNot: TESTS },
      to: { path: `${SHARED}/`, pathNot: `${SHARED}/(log|errors|ids)/` },
    },
    {
      name: 'platform-knows-no-domain-word',
      comment: "platform/ would serve any product: of ours it may know the shape of errors and the API's and socket's contract, nothing else.",
      severity: 'error',
      from: { path: `${SRC}/platform/`, pathNot: TESTS },
      to: { path: [`${SRC}/`, `${SHARED}/`], pathNot: [`${SRC}/platform/`, `${SHARED}/(errors|contract)/`] },
    },
    {
      name: 'log-stands-on-platform',
      comment: 'Imports run downwards: main → rooms → log → platform. The log knows no room.',
      severity: 'error',
      from: { path: `${SRC}/log/`, pathNot: TESTS },
      to: { path: `${SRC}/`, pathNot: `${SRC}/(log|platform|ports)/` },
    },
    {
      name: 'ports-are-interfaces',
      comment: 'A port says what we need of the outside, and depends on nobody who needs or gives it.',
      severity: 'error',
      from: { path: `${SRC}/ports/`, pathNot: TESTS },
      to: { path: `${SRC}/`, pathNot: `${SRC}/ports/` },
    },
    {
      name: 'connectors-implement-ports',
      comment: 'A connector speaks to the outside behind a port: it knows ports and platform, no room and no log.',
      severity: 'error',
      from: { path: `${SRC}/connectors/`, pathNot: TESTS },
      to: { path: `${SRC}/`, pathNot: `${SRC}/(connectors|ports|platform)/` },
    },
    {
      name: 'only-main-picks-connectors',
      comment: 'Rooms speak to ports; which connector stands behind one is decided in one place, outside.ts.',
      severity: 'error',
      from: { path: `${SRC}/`, pathNot: [TESTS, `${SRC}/connectors/`, `${SRC}/(main|app|outside|verify|rebuild|import)[.]ts$`] },
      to: { path: `${SRC}/connectors/` },
    },
    {
      name: 'a-room-is-its-index',
      comment: 'A room, and the log, is used by others only through its index.ts; what stands behind it can change freely.',
      severity: 'error',
      from: { path: `${SRC}/(?:([^/]+)/|[^/]+$)`, pathNot: TESTS },
      to: { path: `${SRC}/[^/]+/`, pathNot: [`${SRC}/${OPEN}/`, `${SRC}/$1/`, `${SRC}/[^/]+/index[.]ts$`] },
    },
    {
      name: 'nobody-imports-main',
      comment: 'Imports run downwards: main.ts and app.ts put the rooms together and are used by nobody.',
      severity: 'error',
      from: { path: `${SRC}/`, pathNot: [TESTS, `${SRC}/(main|app|verify|rebuild|import)[.]ts$`] },
      to: { path: `${SRC}/(main|app|verify|rebuild|import)[.]ts$` },
    },
    {
      name: 'doubles-only-in-demo-and-tests',
      comment: 'Doubles of outside services are for tests and for the demo that main.ts puts together; a room that knows them could ship them.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: [TESTS, '^test/', `${SRC}/(main|app|outside)[.]ts$`, `${SRC}/demo/`] },
      to: { path: '^test/' },
    },
    {
      name: 'tests-are-not-shipped',
      comment: 'A test, or what supports tests, is imported by tests alone.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: TESTS },
      to: { path: '([.]test[.]tsx?$|/test-support/)' },
    },
    {
      name: 'phone-and-server-meet-in-shared',
      comment: "The mini-program and the BFF know each other by the contract in packages/shared, never by each other's files.",
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: TESTS },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'services-import-no-taro',
      comment: 'Services are the same on every platform and testable without one; what needs Taro stands in platform/.',
      severity: 'error',
      from: { path: '^apps/miniprogram/src/services/', pathNot: TESTS },
      to: { path: ['node_modules/@tarojs/', '^@tarojs/', 'node_modules/react/', '^apps/miniprogram/src/(pages|components)/'] },
    },
    {
      name: 'embedded-mongo-knows-nobody',
      comment: 'The embedded store is a MongoDB for whoever asks: it knows nothing of ours.',
      severity: 'error',
      from: { path: '^packages/embedded-mongo/src/', pathNot: TESTS },
      to: { path: '^(apps|packages)/', pathNot: '^packages/embedded-mongo/' },
    },
    {
      name: 'tasks-stand-alone',
      comment: 'packages/tasks runs before an install: Node itself and its own files, nothing else.',
      severity: 'error',
      from: { path: '^packages/tasks/', pathNot: TESTS },
      to: { pathNot: ['^packages/tasks/'], dependencyTypesNot: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|[.]swc|[.]temp|[.]data|[.]cache|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'config/tsconfig.import-rules.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
}
