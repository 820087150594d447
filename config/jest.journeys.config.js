'use strict'
// Journeys through the real product in a real browser. One after another: a browser and a server need both cores.
const base = require('./jest.config.js')
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/journeys/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  globalSetup: '<rootDir>/test/journeys/support/seed-once.ts',
  globalTeardown: '<rootDir>/test/journeys/support/remove-seeded.ts',
  testTimeout: 180_000,
  maxWorkers: 1,
  verbose: true,
}
