import { caseChain, complaintChain } from '@zhixin/shared/ids'
import {
  actorsOf, type Catalogue, type ComplaintStepped, ComplaintSteppedSchema, type CourtProfile, dayOf, type FieldValue, HANDLERS, inTime, isAbout, LEADERS,
  membersIn, momentWords, type PaperBeginnings, readable, type Workflow,
} from '@zhixin/shared/rules'
import { caseFold, relationOf } from '../cases'
import type { ComplaintFiles } from '../complaints'
import type { Log } from '../log'
import type { StaffActor } from '../platform/http/actor'
import { progressFold } from '../progress'
import type { PaperPlaceOwner } from './places'

export interface PetitionPlaceParts {
  log: Log
  files: ComplaintFiles
  /** What whoever complained is called, as far as the court was told. */
  nameOf(complaintId: string): Promise<string>
  staffNames(ids: string[]): Promise<Map<string, string>>
  court: CourtProfile
  catalogue: Pick<Catalogue, 'nodes' | 'events'>
}
type StepSaid = ComplaintStepped & { on: string }

const keyOf = (complaintId: string) => ({ stream: 'petition', complaintId }) as const
/** Whoever handles a petition is what the forms call by these names. */
const HANDLING = ['case_handler', 'enforcement_officer', 'petition_responsible']
/** As much as a field of a form holds. */
const MOST = 4000
const REST = '……其余见卷。'
const text = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '')

/** Papers of a petition (一案一档): written by whoever its workflow lets handle it, read by whoever reads its file. */
export const petitionPlace = ({ log, files, nameOf, staffNames, court, catalogue }: PetitionPlaceParts): PaperPlaceOwner => {
  /** What the case says that it is linked to, for who has to do with that case as well: who reads a petition need not read the case. */
  async function ofCase(caseId: string | null, by: StaffActor, now: string): Promise<PaperBeginnings['words']> {
    if (caseId === null) return {}
    const file = await log.state(caseFold, caseChain(caseId))
    if (![...HANDLERS, ...LEADERS].includes(relationOf(by, file, now))) return {}
    const records = inTime(await log.state(progressFold, caseChain(caseId)))
    const labelOf = (what: string): string => (catalogue.nodes.get(what) ?? catalogue.events.get(what))?.label ?? what
    return {
      trial: file.cause === '' ? '' : `案由：${file.cause}。`,
      enforcement: within([`案号：${file.caseNumber}。`, ...records.map(({ on, what }) => `${dayWords(on)}，${labelOf(what)}。`)]),
    }
  }

  return {
    chainOf: (fileId) => complaintChain(keyOf(fileId)),
    async standing(state, by, fileId, now) {
      const { file } = await state(files.folds.petition, complaintChain(keyOf(fileId)))
      const who = await files.whoOf(by, file, state)
      const rules = files.rulesOf('petition')
      if (file.status === 'none' || isAbout(file, who) || !readable(file, rules, who, now)) return { is: 'none', role: 'none', roles: [] }
      const held = [...actorsOf(file, rules.workflow, who)].filter((name) => rules.workflow.actors[name]!.outside === undefined)
      const [role = 'reader'] = held
      const handles = held.some((name) => name === 'handling_department' || name === 'responsible_person')
      const isOver = rules.workflow.states[file.state]!.over
      return { is: held.length > 0 ? 'filler' : 'reader', role, roles: [...held, ...(handles ? HANDLING : [])], ...(isOver && { closed: 'complaints.over' as const }) }
    },
    async file(fileId) {
      const file = await files.state(keyOf(fileId))
      const { workflow } = files.rulesOf('petition')
      const choice = (field: string): string => workflow.fields[field]?.choices?.[text(file.fields[field])] ?? ''
      const known = await staffNames([text(file.fields.petition_leader)].filter(Boolean))
      const petitioner = await nameOf(fileId)
      const { caseNumber } = file.caseId === null ? { caseNumber: '' } : await log.state(caseFold, caseChain(file.caseId))
      const words = {
        court: court.name, court_level: court.level, file_number: file.receipt, case_number: caseNumber, petitioner,
        petitioner_residence: text(file.fields.residence), source: choice('source_body') || CHANNELS[file.channel ?? 'app'], nature: choice('nature'),
        received_on: dayOf(file.receivedAt), demand: file.matter, department: text(file.fields.handling_department),
        leader: known.get(text(file.fields.petition_leader)) ?? '',
      }
      const said = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''))
      return { number: file.receipt, facts: { words: said, people: [{ id: 'petitioner', label: petitioner }] } }
    },
    async beginnings(by, fileId, now) {
      const file = await files.state(keyOf(fileId))
      const { workflow } = files.rulesOf('petition')
      const explaining = workflow.steps.find(({ known_as: as }) => as === 'explanation')?.id
      const steps = (await log.list(complaintChain(keyOf(fileId)))).flatMap(({ at, type, body }): StepSaid[] =>
        type === 'complaint.stepped' ? [{ on: dayOf(at), ...ComplaintSteppedSchema.parse(body) }] : [])
      const lines = (of: readonly StepSaid[]): string => within(of.map((one) => stepLine(one, workflow)))
      const members = membersIn(file.fields.members)
      return {
        words: {
          explained: lines(steps.filter(({ step }) => step === explaining)), history: lines(steps), plan: text(file.fields.plan),
          reply: text(file.fields.reply) || text(file.fields.result), ...(await ofCase(file.caseId, by, now)),
        },
        rows: { task_force: members.map(({ name, title, contact }) => ({ name, post: title, contact })) },
      }
    },
    keptOut: async (fileId) => (await files.state(keyOf(fileId))).about,
    // The access chain is a case's. Who works on a petition stands in the petition's own file.
    noteOpening: async () => {},
  }
}

/** How it came, as the form for approval says it. */
const CHANNELS = {
  app: '网上', hotline: '来电', telephone: '来电', letter: '来信', fax: '传真', visit: '来访', transferred: '转办', thread: '网上',
} as const

const dayWords = (day: string): string => momentWords(`${day} 00:00`).replace(/\d+时\d+分$/, '')

/** One step in a line: its day, what it is called, and what was written then. */
function stepLine({ on, step, fields, note }: StepSaid, { steps, fields: known }: Workflow): string {
  const said = Object.entries(fields).flatMap(([name, value]) => {
    const spec = known[name]
    if (typeof value !== 'string' || (spec?.type !== 'text' && spec?.type !== 'choice')) return []
    return [`${spec.label}：${spec.choices?.[value] ?? value}`]
  })
  const words = [...said, ...(note === undefined ? [] : [note])].join('；')
  return `${dayWords(on)}，${steps.find(({ id }) => id === step)?.label ?? step}${words === '' ? '' : `，${words}`}。`
}

/** As many lines as a field holds, and where the rest is. */
function within(lines: readonly string[]): string {
  const kept: string[] = []
  let left = MOST - REST.length
  for (const line of lines) {
    left -= line.length + 1
    if (left < 0) return [...kept, REST].join('\n')
    kept.push(line)
  }
  return kept.join('\n')
}
