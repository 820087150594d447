import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { CodedError } from '@zhixin/shared/errors'
import { bodyHash, type Entry, entryHash, type EntryAttachment, type EntryHeader, type JsonObject } from '@zhixin/shared/log'
import { addDays, type CourtProfile, dayOf, instantOf, type TransferConfig } from '@zhixin/shared/rules'
import { sm3, sm3Hex } from '../log'
import type { Clock } from '../platform/clock'
import type { CourtDoor } from '../ports/court-door'
import type { HandedFile } from '../ports/court-file'
import type { CourtSignature } from '../signature'
import { cut, type GivenFile, type Manifest, ManifestSchema, NoteSchema, noteFiles, signedFiles, type Transfer } from '../transfer'

/** Of config/court/transfer.yaml: the invented court at the other end. */
const ID = 'xuli-demo'
const CASE = 'c_xulidemo01'
const TRANSFER = `x_demo${'0'.repeat(28)}`
const [APPLICANT, RESPONDENT, OFFICER] = ['p_xulisun1', 'p_xulizhou', 's_xuli0001']
/** The case of the demonstration that goes on with what comes: with the same people, and nothing said in it yet. */
const JOINS = '（2026）虚01执312号'
const PAYROLL = Buffer.from('（演示）工资明细，全部虚构\r\n2025-06  4200.00\r\n2025-07  4200.00\r\n2025-08  4200.00\r\n')

interface Line {
  daysAgo: number
  at: string
  from: 'party' | 'officer'
  text: string
  enclosed?: EntryAttachment & { name: string }
}
const LINES: Record<string, Line[]> = {
  [APPLICANT]: [
    {
      daysAgo: 12, at: '09:20', from: 'party', text: '我是孙样例，三个月的工资明细在附件里，请看。',
      enclosed: { id: 'a_xulidemo00000000001', sm3: sm3Hex(PAYROLL), size: PAYROLL.length, type: 'text/plain', name: '工资明细.txt' },
    },
    { daysAgo: 11, at: '10:05', from: 'officer', text: '孙样例您好，明细收到了。对方住所地在虚构市，本案要移送那边的法院接着办，期限不重新算。' },
    { daysAgo: 11, at: '10:30', from: 'party', text: '好的，麻烦了。移送以后我找谁？' },
  ],
  [RESPONDENT]: [{ daysAgo: 9, at: '15:10', from: 'party', text: '我现在住在虚构市，去虚例区不方便。' }],
}

/** Another court of the demonstration: sends a case at the first look, and takes whatever it is sent. Has a key of its own for as long as it runs. */
export function createOtherCourt({ court, clock }: { court: CourtProfile; clock: Clock }) {
  const { privateKey: made, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  // As it comes out of a store: a key that has just been made signs in another way.
  const privateKey = createPrivateKey(made.export({ type: 'pkcs8', format: 'pem' }))
  const signature: CourtSignature = {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (bytes) => sign('sm3', bytes, privateKey).toString('base64'),
  }
  /** Pieces that have come, by transfer; and what is to be answered at the next look. */
  const here = new Map<string, Set<string>>()
  const answers: HandedFile[][] = []
  const taken = new Map<string, string>()
  let hasSent = false

  type Say = Parameters<typeof noteFiles>[0]['say']
  const answer = (transferId: string, digest: string, say: Say): void =>
    void answers.push(noteFiles({ transferId, from: ID, to: court.id, digest, say }, signature))
  function take(transferId: string, digest: string): void {
    const newCaseNumber = taken.get(transferId) ?? `（2026）虚02执${501 + taken.size}号`
    taken.set(transferId, newCaseNumber)
    answer(transferId, digest, { what: 'taken', newCaseNumber })
  }

  const door: CourtDoor = {
    isReady: () => true,
    async put(kind, files) {
      const bytes = (name: string): Buffer => files.find((file) => file.name === name)!.bytes
      if (kind === 'transfer') {
        const { transferId, pieces } = ManifestSchema.parse(JSON.parse(bytes('manifest.json').toString()))
        const pieceNames = here.get(transferId) ?? new Set()
        here.set(transferId, pieceNames.add(files.find(({ name }) => name.startsWith('piece-'))!.name))
        if (pieceNames.size === pieces.length) take(transferId, sm3Hex(bytes('manifest.json')))
        return
      }
      const { transferId, digest, say } = NoteSchema.parse(JSON.parse(bytes('note.json').toString()))
      if (say.what === 'recall' && taken.has(transferId)) take(transferId, digest)
      else if (say.what === 'recall') answer(transferId, digest, { what: 'recalled' })
      if (say.what === 'taken' || say.what === 'refused') answer(transferId, digest, { what: 'noted', of: say.what })
    },
  }

  return {
    doors: new Map([[ID, door]]),
    /** The court's list with this court's key of today. */
    inList: (config: TransferConfig): TransferConfig =>
      ({ ...config, courts: config.courts.map((one) => (one.id === ID ? { ...one, public_key: signature.publicKey } : one)) }),
    async tick(receive: Transfer['receive']): Promise<void> {
      for (const files of answers.splice(0)) await receive('transfer_note', files)
      if (hasSent) return
      for (const files of await aCase(court, clock, signature)) {
        await receive('transfer', files).catch((error: unknown) => {
          // Sent by an earlier start: that one counts.
          if (!(error instanceof CodedError)) throw error
        })
      }
      hasSent = true
    },
  }
}

async function aCase(court: CourtProfile, clock: Clock, signature: CourtSignature): Promise<GivenFile[][]> {
  const today = dayOf(clock.now().toISOString())
  const filedOn = addDays(today, -20)
  const recordedAt = instantOf(filedOn, 9 * 60)
  const record = (n: number, what: string, on: string) => ({ recordId: `n_xulidemo${n}`, what, on, fields: {}, papers: [], warnings: [], recordedAt })
  const progress = { records: [record(1, 'case_filing', filedOn), record(2, 'judge_receive_case', addDays(filedOn, 1))], suspensions: [], extensions: [], steps: [] }
  const threads = Object.entries(LINES).map(([ref, lines]) => ({ ref, chain: `thread:${CASE}/${ref}`, entries: chainOf(ref, lines, today) }))
  const contents = [
    { name: 'progress.json', bytes: Buffer.from(JSON.stringify(progress)) },
    ...threads.map(({ chain, entries }, i) =>
      ({ name: `thread-${i + 1}.json`, bytes: Buffer.from(JSON.stringify({ format: 'zhixin-thread/1', court: ID, chain, entries })) })),
    { name: 'attachment-1', bytes: PAYROLL },
  ]
  const pieces: Buffer[] = []
  for await (const piece of cut((async function* () {
    for (const { bytes } of contents) yield bytes
  })(), 4_096)) pieces.push(piece)
  const { enclosed } = LINES[APPLICANT]![0]!
  const manifest: Manifest = {
    format: 'zhixin-transfer/2', transferId: TRANSFER, from: { id: ID, name: '虚构市虚例区人民法院（演示）', phone: '000-0000-2001' },
    to: { id: court.id, name: court.name }, kind: 'designated', paper: '（2026）虚02执指3号', reason: `被执行人住所地在虚构市（演示：请并入${JOINS}）`,
    at: clock.now().toISOString(), caseId: CASE, caseNumber: '（2026）虚02执77号', cause: '追索劳动报酬纠纷', filedOn,
    people: [
      { ref: APPLICANT, name: '孙样例', side: 'applicant', role: '申请执行人', takesPart: true },
      { ref: RESPONDENT, name: '周样例', side: 'respondent', role: '被执行人', takesPart: true },
    ],
    threads: threads.map(({ ref, chain, entries }, i) =>
      ({ ref, chain, entries: entries.length, head: entries[entries.length - 1]!.entryHash, file: `thread-${i + 1}.json`, confidential: [] })),
    attachments: [{ ref: APPLICANT, ...enclosed!, kind: 'file', file: 'attachment-1' }],
    names: { [APPLICANT]: '孙样例', [RESPONDENT]: '周样例', [OFFICER]: '何虚例' },
    files: contents.map(({ name, bytes }) => ({ name, sm3: sm3Hex(bytes), size: bytes.length })),
    pieces: pieces.map((piece) => ({ sm3: sm3Hex(piece), size: piece.length })),
  }
  const head = signedFiles('manifest.json', manifest, signature)
  return pieces.map((bytes, i) => [...head, { name: `piece-${i + 1}`, bytes }])
}

/** What was said there, as that court's log would have it. */
function chainOf(ref: string, lines: readonly Line[], today: string): Entry[] {
  const entries: Entry[] = []
  for (const [index, { daysAgo, at, from, text, enclosed }] of lines.entries()) {
    const { name, ...attachment } = enclosed ?? { name: '' }
    const body: JsonObject = { text, mark: 'ordinary', attachments: enclosed ? [{ id: enclosed.id, name, kind: 'file' }] : [] }
    const nonce = index.toString(16).padStart(32, '0')
    const header: EntryHeader = {
      v: 1, court: ID, chain: `thread:${CASE}/${ref}`, index, at: instantOf(addDays(today, -daysAgo), Number(at.slice(0, 2)) * 60 + Number(at.slice(3))),
      type: 'message.sent',
      actor: from === 'party' ? { kind: 'person', id: ref, role: 'principal' } : { kind: 'staff', id: OFFICER, role: 'officer' },
      visibility: 'all', bodyHash: bodyHash(sm3, nonce, body),
      attachments: enclosed ? [attachment as EntryAttachment] : [], prev: entries[index - 1]?.entryHash ?? null,
    }
    entries.push({ ...header, entryHash: entryHash(sm3, header), body, nonce })
  }
  return entries
}
