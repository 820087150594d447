'use strict'
// Tests of the built weapp (apps/miniprogram/dist/weapp), which packages/tasks/build.mjs makes first.
const base = require('./jest.config.js')

module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/weapp/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/journeys/support/seed-once.ts',
  globalTeardown: '<rootDir>/test/journeys/support/remove-seeded.ts',
  testTimeout: 60_000,
}
