'use strict'
// Fault tests: the real product, killed. One after another, since each keeps both cores busy.
const base = require('./jest.config.js')
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // Each product that is killed begins with a copy of one that was seeded once.
  globalSetup: '<rootDir>/test/journeys/support/seed-once.ts',
  globalTeardown: '<rootDir>/test/journeys/support/remove-seeded.ts',
  testTimeout: 600_000,
  maxWorkers: 1,
  verbose: true,
}
