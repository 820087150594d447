import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { fileName, reasonedDisable } from './eslint-house-rules.mjs'

const TYPESCRIPT = ['**/*.{ts,tsx}']
const TESTS = ['**/*.test.{ts,tsx}', 'test/**', '**/test-support/**']
/** What tsc compiles for Node: there types are known to the linter too. */
const ON_NODE = ['packages/*/src/**/*.ts', 'apps/bff/src/**/*.ts']
const PHONE = 'apps/miniprogram/src'

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name. Only what a framework asks for (Taro pages, tool configs) exports by default.' }
const NO_CLOCK = 'Take the time from the injected Clock (platform/clock): a test must be able to stand at any hour. Durations: performance.now().'
const noClock = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: NO_CLOCK },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: NO_CLOCK },
]
const syntax = (...items) => ({ 'no-restricted-syntax': ['error', ...items] })
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const NODE_GLOBALS = ['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'fetch', 'AbortSignal', 'AbortController', 'structuredClone', 'performance', 'TextEncoder', 'TextDecoder', 'WebSocket', 'FormData', 'Blob']
const COMMONJS_GLOBALS = ['require', 'module', 'exports', '__dirname', '__filename']
const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']))

// Tools look for a configuration's default export.
export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.data/', '.cache/', '**/.swc/', '**/.temp/', 'coverage/', 'config/fixtures/', 'docs/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules: { 'file-name': fileName, 'reasoned-disable': reasonedDisable } } },
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mjs,cjs,js}'],
    rules: {
      'house/file-name': 'error',
      'house/reasoned-disable': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      // House style; deprecated in ESLint's core in favour of a package of their own, which is not worth a dependency.
      semi: ['error', 'never', { beforeStatementContinuationChars: 'always' }],
      quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
      'max-len': ['error', { code: 160, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true }],
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: readonly([...NODE_GLOBALS, ...COMMONJS_GLOBALS]) },
    rules: { 'no-unused-vars': ['error', { args: 'after-used', ignoreRestSiblings: true }] },
  },
  { files: ['packages/tasks/**/*.mjs'], rules: syntax(noDefaultExport) },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommended],
    rules: {
      ...syntax(noDefaultExport),
      '@typescript-eslint/no-unused-vars': ['error', { args: 'after-used', ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true, minimumDescriptionLength: 8 }],
    },
  },
  {
    files: ON_NODE,
    // Tests of packages/shared may use node:*, the package itself must not: they are no part of its own tsconfig.
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['../packages/shared/src/*/*.test.ts', '../packages/shared/src/*/*/*.test.ts'],
          defaultProject: 'tsconfig.tests.json',
          // Small files without a project of their own: some dozens cost seconds.
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 60,
        },
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    },
  },
  {
    files: ['packages/shared/src/**/*.ts'],
    ignores: TESTS,
    rules: imports({ group: ['node:*', '@tarojs/*', 'mongoose', 'mongodb', 'koa'], message: 'packages/shared runs anywhere: on the phone there is neither Node nor a database.' }),
  },
  {
    files: ['apps/bff/src/**/*.ts'],
    ignores: ['apps/bff/src/platform/clock.ts', 'apps/bff/src/main.ts', ...TESTS],
    rules: syntax(noDefaultExport, ...noClock),
  },
  {
    files: [`${PHONE}/**/*.{ts,tsx}`],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: [`${PHONE}/services/**/*.ts`],
    rules: imports({ group: ['@tarojs/*', 'react'], message: 'Services are the same on every platform and testable without one; what needs Taro stands in platform/.' }),
  },
  {
    files: [`${PHONE}/app.tsx`, `${PHONE}/**/*.config.ts`, `${PHONE}/**/pages/**/*.tsx`, `${PHONE}/custom-tab-bar/*.tsx`, 'apps/miniprogram/config/*.ts', 'apps/miniprogram/types/*.d.ts', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['apps/bff/src/**/*.d.ts', '**/*.d.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
)
