'use strict'
// One jest for all packages that run on Node. Tests stand beside the code as *.test.ts.
// Several shapes of work take very different time, so files are not sharded by hand: two workers, slowest first.
const { execFileSync } = require('node:child_process')

/** What is committed, as a number: the seed of all property tests. Outside a repository there is none, and fast-check draws one. */
function seedOfCommit() {
  try {
    return String(parseInt(execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { cwd: __dirname, encoding: 'utf8', stdio: 'pipe' }).slice(0, 7), 16))
  } catch {
    return ''
  }
}
process.env.PROPERTY_SEED ??= seedOfCommit()

module.exports = {
  rootDir: '..',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,apps,test}/**/*.test.ts', '<rootDir>/apps/miniprogram/**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/test/journeys/', '<rootDir>/test/weapp/', '<rootDir>/test/faults/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  transform: {
    '^.+\\.[tj]sx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript', tsx: true, decorators: false }, target: 'es2022', transform: { react: { runtime: 'automatic' } } }, module: { type: 'commonjs' } },
    ],
  },
  // file-type and what it stands on ship ES modules only.
  transformIgnorePatterns: ['<rootDir>/node_modules/(?!(file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit)/)'],
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/config/jest.property-seed.js',
    '^@zhixin/shared/(.*)$': '<rootDir>/packages/shared/src/$1/index.ts',
    // Its exports name an ES module only; jest runs CommonJS.
    '^file-type$': '<rootDir>/node_modules/file-type/index.js',
    '^@zhixin/doubles$': '<rootDir>/test/doubles/index.ts',
    '^@zhixin/embedded-mongo$': '<rootDir>/packages/embedded-mongo/src/index.ts',
    '/test/doubles$': '<rootDir>/test/doubles/index.ts',
  },
  globalSetup: '<rootDir>/apps/bff/src/test-support/one-store.ts',
  globalTeardown: '<rootDir>/apps/bff/src/test-support/end-one-store.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
  // What a test file leaves behind stays in its worker: after some forty that start a server, collecting it costs more than a new worker does.
  workerIdleMemoryLimit: '600MB',
}
