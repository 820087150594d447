import path from 'node:path'
import type { Stream } from '@zhixin/shared/ids'
import type { Actor, EntryAttachment, JsonObject } from '@zhixin/shared/log'
import {
  type Clock, clocksOfFile, type ComplaintCommand, type ComplaintHappened, ComplaintReceivedSchema, type ComplaintState, decideComplaint, evolveComplaint,
  type FieldValues, noComplaint, type StaffWho, type Who,
} from '@zhixin/shared/rules'
import { complaintFolds, rulesOf, type WatchedFile } from '../complaints/files/fold'
import { dueNow } from '../complaints/files/owed'
import { loadCourtConfig } from '../court-config'

const { workflows, catalogue, ladder, calendar } = loadCourtConfig(path.join(__dirname, '../../../../config'))
export const courtRules = { workflows, catalogue, ladder, holidays: calendar }

/** Somebody of the court, who is nothing to any case unless said. */
export const staff = (id: string, roles: string[], more: Partial<Omit<StaffWho, 'kind' | 'id' | 'roles'>> = {}): StaffWho => ({
  kind: 'staff', id, department: '院部', roles, leads: false, standsInFor: [], ofCase: { judge: false, officer: false, leader: false }, ...more,
})
export const complainant: Who = { kind: 'complainant' }
export const clockWho: Who = { kind: 'clock' }

const actorOf = (who: Who): Actor =>
  who.kind === 'staff' ? { kind: 'staff', id: who.id, role: who.roles[0] ?? 'staff' }
  : who.kind === 'clock' ? { kind: 'system', id: 'complaint-clocks', role: 'clock' } : { kind: 'person', id: 'complainant', role: 'complainant' }

/** Noon in Shanghai, or another minute of that day. */
export const at = (day: string, time = '12:00'): string => new Date(`${day}T${time}:00.000+08:00`).toISOString()

let count = 0
export const upload = (): EntryAttachment => ({ id: `a_${String(++count).padStart(12, '0')}`, sm3: 'a'.repeat(64), size: 1, type: 'application/pdf' })

export interface Brings {
  fields?: FieldValues
  declared?: string[]
  papers?: string[]
  opens?: { stream: Stream; complaintId: string }
  wasDueAt?: string
}

/** One complaint's file of this court's workflows, played entry by entry as the log would keep it: decided by the engine, and folded. No server. */
export class FilePlay {
  readonly entries: ComplaintHappened[] = []
  watched: WatchedFile
  now: string

  constructor(readonly stream: Stream, now = at('2026-03-10'), private readonly all = courtRules) {
    this.watched = complaintFolds(all)[stream].initial
    this.now = now
  }

  get rules() {
    return rulesOf(this.all, this.stream)
  }
  get file(): ComplaintState {
    return this.watched.file
  }
  get clocks(): Clock[] {
    return clocksOfFile(this.file, this.rules)
  }
  clock(node: string): Clock | undefined {
    const found = this.clocks.filter((one) => one.node === node)
    return found[found.length - 1]
  }
  /** What the chain comes to when it is read again from its beginning. */
  refolded(): ComplaintState {
    return this.entries.reduce(evolveComplaint(this.rules.workflow), noComplaint)
  }

  command(who: Who, command: ComplaintCommand): this {
    const draft = decideComplaint(command, this.file, { actor: actorOf(who), who, rules: this.rules, now: this.now })
    return draft ? this.append(draft) : this
  }
  append({ type, actor, body, attachments = [] }: { type: string; actor: Actor; body: JsonObject; attachments?: EntryAttachment[] }): this {
    const entry = { index: this.file.next, at: this.now, type, actor, body, attachments }
    this.entries.push(entry)
    this.watched = complaintFolds(this.all)[this.stream].evolve(this.watched, entry as never)
    return this
  }
  receive(said: object = {}, who: Who = complainant): this {
    const received = ComplaintReceivedSchema.parse({ channel: 'app', by: 'named', matter: '虚构的反映内容', ...said })
    return this.command(who, { type: 'Receive', received, files: [], registeredByStaff: who.kind === 'staff' })
  }
  step(who: Who, step: string, { fields = {}, declared = [], papers = [], opens, wasDueAt }: Brings = {}): this {
    const brought = papers.map((paper) => ({ paper, attachment: upload() }))
    return this.command(who, { type: 'TakeStep', step, fields, declared, papers: brought, ...(opens && { opens }), ...(wasDueAt !== undefined && { wasDueAt }) })
  }
  /** A form that was made here, signed and filed. */
  paper(form: string, fields: JsonObject = { channel: 'in_person' }): this {
    const [pdf, docx] = [upload(), upload()]
    const body = { form, fields, files: { pdf: pdf.id, docx: docx.id } }
    return this.append({ type: 'paper.filed', actor: { kind: 'staff', id: 's_writer', role: 'officer' }, body, attachments: [pdf, docx] })
  }
  say(text = '还有话要说'): this {
    return this.command(complainant, { type: 'Supplement', said: { text, files: [] }, attachments: [] })
  }
  on(day: string, time?: string): this {
    this.now = at(day, time)
    return this
  }
  /** Time goes on, and what is due meanwhile is written when it is due, as the sweep writes it: the earliest first. */
  until(day: string, time?: string): this {
    const end = at(day, time)
    for (let guard = 0; guard < 200; guard++) {
      const { steps: [step], automatic: [auto] } = dueNow(this.watched, this.rules, end)
      if (!step && !auto) break
      const when = auto && (!step || auto.at < step.at) ? auto.at : step!.at
      if (when > this.now) this.now = when
      if (auto && (!step || auto.at < step.at)) this.step(clockWho, auto.step, { wasDueAt: auto.at })
      else this.append({ type: step!.entry, actor: actorOf(clockWho), body: { ...step!, staffIds: [] } })
    }
    this.now = end
    return this
  }
}

/** The code that an act is refused with; undefined: it was done. */
export function refused(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}
