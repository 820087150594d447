import { z } from 'zod'
import { NodeRecordIdSchema } from '../../ids'
import type { ThreadPart } from '../thread-part'

/**
 * What a person was told of their case's progress, in their own thread. It is written so that it can be read without anything else: words, day, and
 * what it rests on, as they were then. `ref` joins what is said of one thing; it says nothing of how much else there is.
 */
export const NodeToldSchema = z.object({
  ref: NodeRecordIdSchema,
  /** The node of the catalogue; events are told to nobody. */
  node: z.string(),
  label: z.string(),
  /** When it happened, Shanghai. */
  on: z.iso.date(),
  text: z.string(),
  means: z.string(),
  act: z.object({ text: z.string(), dueAt: z.iso.datetime({ precision: 3 }).optional(), rule: z.string().optional() }).optional(),
  /** What the court has to do next because of this, as far as this side may know, with the last day as it was counted then. */
  next: z.array(z.object({ node: z.string(), label: z.string(), dueAt: z.iso.datetime({ precision: 3 }), rule: z.string() })).optional(),
  /** Recorded late (A0-2). */
  late: z.literal(true).optional(),
  /** First push to this person: how to look, write, ring and report (push-rules: first_push_must_include). */
  first: z.array(z.string()).optional(),
  cite: z.string(),
})
export type NodeTold = z.infer<typeof NodeToldSchema>

/** What was released beside it. */
export const NodeDetailToldSchema = z.object({ ref: NodeRecordIdSchema, label: z.string(), detail: z.string() })
/** It had been recorded by mistake. */
export const NodeTakenBackSchema = z.object({ ref: NodeRecordIdSchema, of: z.number().int().nonnegative(), label: z.string(), reason: z.string() })

export interface ToldNode extends NodeTold {
  index: number
  at: string
  details: readonly { index: number; at: string; detail: string }[]
  takenBack?: { index: number; at: string; reason: string }
}
/** In the order in which it was told. */
export type ToldState = readonly ToldNode[]

/** Nobody commands it: what is told follows from the case's chain. */
export const progress: ThreadPart<ToldState, never> = {
  initial: [],
  commands: [],
  evolve(state, entry) {
    switch (entry.type) {
      case 'node.told':
        return [...state, { ...NodeToldSchema.parse(entry.body), index: entry.index, at: entry.at, details: [] }]
      case 'node.detail_told': {
        const { ref, detail } = NodeDetailToldSchema.parse(entry.body)
        return state.map((told) => (told.ref === ref ? { ...told, details: [...told.details, { index: entry.index, at: entry.at, detail }] } : told))
      }
      case 'node.taken_back': {
        const { ref, reason } = NodeTakenBackSchema.parse(entry.body)
        return state.map((told) => (told.ref === ref ? { ...told, takenBack: { index: entry.index, at: entry.at, reason } } : told))
      }
      default:
        return state
    }
  },
  decide() {
    throw new TypeError('progress has no commands')
  },
}
