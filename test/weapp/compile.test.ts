import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { compileView } from './host/compiler'

const DIST = path.resolve(__dirname, '../../apps/miniprogram/dist/weapp')

const scripts = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const place = path.join(folder, item.name)
    if (item.isDirectory()) return scripts(place)
    return item.name.endsWith('.js') ? [place] : []
  })

describe('the built weapp', () => {
  test('passes WeChat’s own compilers without a complaint', () => {
    expect(compileView(DIST).errors).toEqual([])
  })

  test('names nothing that only a build machine has', () => {
    const naming = scripts(DIST).filter((file) => /process\.env\.|\brequire\(["']node:/.test(readFileSync(file, 'utf8')))
    expect(naming).toEqual([])
  })

  test('calls nothing that engines of old phones lack (iOS before 15.4, Android WebView before 98) or that only a browser has', () => {
    const newer = /\.(at|findLast|findLastIndex|replaceAll|toSorted|toReversed|toSpliced|isWellFormed|toWellFormed)\(|\b(structuredClone|Object\.groupBy|Intl\.|crypto\.subtle)/
    expect(scripts(DIST).filter((file) => newer.test(readFileSync(file, 'utf8')))).toEqual([])
  })

  test('starts on phones whose JavaScript has no look-behind (iOS before 16.4)', () => {
    const using = scripts(DIST).filter((file) => /\(\?<[!=]/.test(readFileSync(file, 'utf8')))
    expect(using).toEqual([])
  })
})
