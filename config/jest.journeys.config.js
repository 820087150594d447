'use strict'
// Journeys through the real product in a real browser, three at a time: each waits for its browser and its server half of the time.
const base = require('./jest.config.js')
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/journeys/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  globalSetup: '<rootDir>/test/journeys/support/seed-once.ts',
  globalTeardown: '<rootDir>/test/journeys/support/remove-seeded.ts',
  testTimeout: 180_000,
  maxWorkers: 3,
  verbose: true,
}
