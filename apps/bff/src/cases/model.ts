import type { CaseRelation, Party } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'

/** A case as lists and pages show it: a read model of `case:` chains, thrown away and rebuilt at will. */
export interface CaseDocument {
  _id: string
  caseNumber: string
  cause: string
  status: 'open' | 'closed'
  filedOn: string
  closedOn: string | null
  department: string
  matterId: string | null
  /** Everybody whose relation has not ended; one whose time is over may still be among them, see `relations`. */
  participantIds: string[]
  relations: CaseRelation[]
  /** When the next of its relations ends by itself; null where none does. */
  endsNext: string | null
  partyList: Party[]
  /** The parties by name and side, as they stand now. */
  parties: { name: string; role: string }[]
  officerIds: string[]
  judgeId: string
  timeline: { at: string; title: string; detail: string | null }[]
  handOvers: { at: string; from: string[]; to: string[]; reason: string }[]
  /** Terminations that the court's own system brought past the evidence sheet, and whom that tells; none once a sheet was filed after them. */
  bypassed: { at: string; checks: number[]; staffIds: string[] }[]
  /** Another court that has it now, and its number there once that court has said so. */
  transferred: { transferId: string; courtId: string; name: string; phone: string; newCaseNumber: string | null } | null
  /** Another court that had it before. */
  former: { courtId: string; name: string; phone: string; caseNumber: string } | null
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<CaseDocument>(
  {
    _id: { type: String, required: true },
    caseNumber: { type: String, required: true },
    cause: { type: String, required: true },
    status: { type: String, required: true },
    filedOn: { type: String, required: true },
    closedOn: { type: String, default: null },
    department: { type: String, required: true },
    matterId: { type: String, default: null },
    participantIds: { type: [String], required: true },
    relations: { type: Schema.Types.Mixed, required: true },
    endsNext: { type: String, default: null },
    partyList: { type: Schema.Types.Mixed, required: true },
    parties: { type: [{ _id: false, name: String, role: String }], required: true },
    officerIds: { type: [String], required: true },
    judgeId: { type: String, required: true },
    timeline: { type: [{ _id: false, at: String, title: String, detail: { type: String, default: null } }], required: true },
    handOvers: { type: [{ _id: false, at: String, from: [String], to: [String], reason: String }], required: true },
    bypassed: { type: [{ _id: false, at: String, checks: [Number], staffIds: [String] }], default: [] },
    transferred: { type: Schema.Types.Mixed, default: null },
    former: { type: Schema.Types.Mixed, default: null },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ participantIds: 1 })
schema.index({ matterId: 1 }, { sparse: true })
schema.index({ caseNumber: 1 })
schema.index({ endsNext: 1 }, { sparse: true })
schema.index({ 'transferred.transferId': 1 }, { sparse: true })
schema.index({ 'bypassed.staffIds': 1 }, { sparse: true })
schema.index({ officerIds: 1 })
schema.index({ judgeId: 1 })
schema.index({ department: 1, status: 1 })

/** The documents of one generation (see `ReadModel`). */
export const caseModel = (connection: Connection, collection: string) => connection.model<CaseDocument>(collection, schema, collection)
export type CaseModel = ReturnType<typeof caseModel>
