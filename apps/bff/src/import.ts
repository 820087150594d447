import path from 'node:path'
import { parseArgs } from 'node:util'
import { INTEGRATION_KINDS, type IntegrationKind, IntegrationKindSchema } from '@zhixin/shared/integration'
import { SingleBar } from 'cli-progress'
import { readIntegrationKeys } from './connectors/file-integration-keys'
import { dropBatch, importTable, inspect, REASON_HEADING, sendBatch, SendError, TableError, tableWriter, type Tally, writeTemplate } from './import-table'
import { systemClock } from './platform/clock'
import type { IntegrationKey } from './ports/integration-keys'

const USAGE = `用法：npm run import -- FILE.csv|FILE.xlsx [--kind ${INTEGRATION_KINDS.join('|')}] [--dry-run] [--refused OUT.csv|OUT.xlsx]
                        [--url http://127.0.0.1:8080] [--keys FILE] [--key ID] [--batch N] [--drop FOLDER]
      npm run import -- --template OUT.csv|OUT.xlsx --kind KIND      写一份空表
  --dry-run  只说会怎样，什么也不写      --drop  不经网络，写成签名文件放进 FOLDER/in
  退出码：0 全部完成；1 有退回的行；2 没有发出，或没有发完`
const DEFAULT_BATCH = 200
const QUIET_MS = 5_000

const OPTIONS = {
  kind: { type: 'string' }, 'dry-run': { type: 'boolean' }, refused: { type: 'string' }, url: { type: 'string' }, keys: { type: 'string' }, key: { type: 'string' },
  batch: { type: 'string' }, drop: { type: 'string' }, template: { type: 'string' }, help: { type: 'boolean' },
} as const

/** Sends a court's table to the running server as its own system would. Says on standard error how far it is, on standard output what became of it. */
async function run(): Promise<number> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  const kind = values.kind === undefined ? undefined : IntegrationKindSchema.parse(values.kind)
  if (values.template !== undefined && kind !== undefined) {
    await writeTemplate(values.template, kind)
    console.log(`空表写到 ${values.template}`)
    return 0
  }
  const [file] = positionals
  if (values.help || file === undefined || positionals.length > 1) {
    console.error(USAGE)
    return 2
  }
  const dryRun = values['dry-run'] === true
  const key = keyOf(values.keys, values.key)
  const table = await inspect(file, kind)
  const refusedFile = values.refused ?? file.replace(/(\.[^.]+)?$/, (end) => `.refused${/^\.xlsx$/i.test(end) ? '.xlsx' : '.csv'}`)
  const parts = { url: values.url ?? `http://127.0.0.1:${process.env.PORT || '8080'}`, kind: table.kind, key, dryRun, clock: systemClock }
  const { drop } = values
  if (drop !== undefined && dryRun) throw new TableError('写成文件时不能试运行：文件要等对方处理后才有结果。')
  const bar = progress(table.count)
  try {
    const tally = await importTable({
      file, table, dryRun,
      most: Math.max(1, Number(values.batch) || DEFAULT_BATCH),
      send: async (items) => (drop === undefined ? sendBatch(parts, items) : void (await dropBatch(drop, parts, items))),
      refused: tableWriter(refusedFile, [...table.headings.filter((heading) => heading !== REASON_HEADING), REASON_HEADING]),
      onProgress: bar.update,
    })
    bar.stop()
    report(tally, { kind: table.kind, dryRun, refusedFile })
    return tally.refused > 0 ? 1 : 0
  } catch (error) {
    bar.stop()
    if (error instanceof SendError) console.error(`第 ${bar.rows() + 1} 行起没有发出。已发的不用管，可以整份再发一遍，不会重复。`)
    throw error
  }
}

function keyOf(file: string | undefined, id: string | undefined): IntegrationKey {
  const dataDir = process.env.DATA_DIR ?? path.resolve(__dirname, '../../../.data')
  const from = file ?? process.env.INTEGRATION_KEYS_FILE ?? path.join(dataDir, 'integration-keys.json')
  const keys = readIntegrationKeys(from)
  const key = id === undefined ? keys[0] : keys.find((one) => one.id === id)
  if (!key) throw new TableError(`${from} 里没有${id === undefined ? '' : `编号为 ${id} 的`}密钥。请先启动一次服务器，或用 --keys 指明。`)
  return key
}

/** A bar on a terminal; elsewhere a line now and then. */
function progress(total: number) {
  let done = 0
  let shownAt = performance.now()
  const isTerminal = process.stderr.isTTY === true
  const bar = new SingleBar({ format: '{bar} {percentage}%  {value}/{total} 行  退回 {refused}  还要 {eta_formatted}', hideCursor: true, stream: process.stderr })
  if (isTerminal) bar.start(total, 0, { refused: 0 })
  return {
    rows: () => done,
    update(rows: number, { refused }: Tally) {
      done = rows
      if (isTerminal) bar.update(rows, { refused })
      else if (performance.now() - shownAt > QUIET_MS) {
        shownAt = performance.now()
        console.error(`… ${rows}/${total} 行，退回 ${refused}`)
      }
    },
    stop: () => bar.stop(),
  }
}

const NAMES: Record<IntegrationKind, string> = { cases: '案件', parties: '当事人', officers: '人员和承办', nodes: '节点和要办的事' }

interface Reported {
  kind: IntegrationKind
  dryRun: boolean
  refusedFile: string
}

function report({ created, updated, unchanged, refused, dropped }: Tally, { kind, dryRun, refusedFile }: Reported): void {
  if (dropped > 0) console.log(`${NAMES[kind]}：${dropped} 条已写成签名文件，结果见对方的回执。`)
  else console.log(`${NAMES[kind]}${dryRun ? '（试运行，什么也没有写）' : ''}：新增 ${created}，更改 ${updated}，没有变化 ${unchanged}，退回 ${refused}`)
  if (refused > 0) console.log(`退回的行和原因在 ${refusedFile}，改好后用同一命令再发。`)
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  },
)
