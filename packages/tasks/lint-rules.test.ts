import { execFile } from 'node:child_process'
import path from 'node:path'

const ROOT = path.resolve(__dirname, '../..')

/** What would stand in the repository at this path, and the rule that must speak up. The files need not exist. */
const VIOLATIONS: { rule: string; file: string; text: string }[] = [
  { rule: 'house/file-name', file: 'apps/miniprogram/src/components/MessageBubble.tsx', text: 'export const a = 1\n' },
  {
    rule: 'house/reasoned-disable',
    file: 'test/a.ts',
    text: '// eslint-disable-next-line no-console\nexport const a = 1\n',
  },
  { rule: 'no-restricted-syntax', file: 'apps/miniprogram/src/words/a.ts', text: 'export default 1\n' },
  { rule: '@typescript-eslint/no-explicit-any', file: 'test/a.ts', text: 'export const a: any = 1\n' },
  { rule: '@typescript-eslint/ban-ts-comment', file: 'test/a.ts', text: '// @ts-expect-error\nexport const a: string = 1\n' },
  {
    rule: 'no-restricted-imports',
    file: 'packages/shared/src/ids/index.ts',
    text: "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n",
  },
  {
    rule: 'no-restricted-imports',
    file: 'apps/miniprogram/src/services/a.ts',
    text: "import Taro from '@tarojs/taro'\nexport const a = Taro\n",
  },
  { rule: 'no-restricted-syntax', file: 'apps/bff/src/log/index.ts', text: 'export const a = Date.now()\n' },
  { rule: 'no-restricted-syntax', file: 'apps/bff/src/log/index.ts', text: 'export const a = new Date()\n' },
  {
    rule: '@typescript-eslint/no-floating-promises',
    file: 'apps/bff/src/log/index.ts',
    text: 'const a = async (): Promise<void> => {}\na()\nexport {}\n',
  },
  {
    rule: 'react-hooks/rules-of-hooks',
    file: 'apps/miniprogram/src/components/a.tsx',
    text: "import { useState } from 'react'\nexport function Box(p: { a: boolean }) {\n  if (p.a) useState(1)\n  return null\n}\n",
  },
]
const ALLOWED: { file: string; text: string }[] = [
  { file: 'apps/bff/src/platform/clock.ts', text: 'export const now = () => new Date()\n' },
  { file: 'apps/bff/src/log/index.ts', text: 'export const at = (text: string) => new Date(text)\n' },
  { file: 'apps/miniprogram/src/pages/entry/index.tsx', text: 'export default function Entry() {\n  return null\n}\n' },
]

const SCRIPT = `
  const { ESLint } = require('eslint')
  const linter = new ESLint({ overrideConfigFile: 'config/eslint.config.mjs' })
  const texts = JSON.parse(process.argv[1])
  Promise.all(texts.map(({ file, text }) => linter.lintText(text, { filePath: file })))
    .then((all) => console.log(JSON.stringify(all.map(([{ messages }]) => messages.map(({ ruleId }) => ruleId)))))`

/** One linter for all texts: starting it is what takes time. */
function lint(texts: object[]): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', SCRIPT, JSON.stringify(texts)], { cwd: ROOT }, (error, stdout) => {
      if (error) reject(error)
      else resolve(JSON.parse(stdout) as string[][])
    })
  })
}

let found: string[][]
beforeAll(async () => {
  found = await lint([...VIOLATIONS, ...ALLOWED])
})

test.each(VIOLATIONS.map(({ rule, file, text }, place) => [rule, file, text, place] as const))('%s speaks up in %s: %j', (rule, _file, _text, place) => {
  expect(found[place]).toContain(rule)
})

test.each(ALLOWED.map(({ file, text }, place) => [file, text, place] as const))('nothing is said of %s: %j', (_file, _text, place) => {
  expect(found[VIOLATIONS.length + place]).toEqual([])
})
