'use strict'
// Stands for fast-check in every test: each commit tries other stories, and the same ones wherever it is tested. What was green stays green,
// what is red can be repeated. PROPERTY_SEED is set by jest.config.js.
const fc = require('../node_modules/fast-check/lib/cjs/fast-check.js')

const { PROPERTY_SEED: seed = '' } = process.env
if (seed !== '') fc.configureGlobal({ seed: Number(seed) })
module.exports = fc
