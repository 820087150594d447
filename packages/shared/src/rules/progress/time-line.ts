import type { ToldNode, ToldState } from '../parts/progress'

/** Something that is to be done by a day: by whoever reads, or by the court. */
export interface DueItem {
  by: 'me' | 'court'
  /** What the person is asked to do, or what the court's step is called. */
  text: string
  dueAt?: string
  /** The period in plain words, and what it rests on. */
  rule?: string
  /** Of the node by which the person was told. */
  ref: string
  index: number
  isPast: boolean
}
export interface TimeLine {
  /** By the day it happened, the newest first; of one day what was told later first. */
  done: ToldNode[]
  /** The earliest first; what has no day last. */
  due: DueItem[]
}

/**
 * A party's time line, made of what stands in their own thread and of nothing else. What the court was to do next is due until they are told
 * that it was done; what they are asked to do is shown until its day is over, since nobody here knows whether they have done it. Of what has no
 * day only the newest is shown: the rest stands with its step.
 */
export function timeLineOf(told: ToldState, now: string): TimeLine {
  const standing = told.filter(({ takenBack }) => !takenBack)
  const isDone = (node: string, since: ToldNode): boolean => standing.some((one) => one.node === node && one !== since && one.on >= since.on)
  const mine = [...standing].sort((a, b) => compare(a.on, b.on) || a.index - b.index).flatMap(({ act, ref, index }): DueItem[] => {
    if (!act) return []
    const isPast = act.dueAt !== undefined && act.dueAt <= now
    return [{ by: 'me', text: act.text, ...(act.dueAt && { dueAt: act.dueAt }), ...(act.rule && { rule: act.rule }), ref, index, isPast }]
  })
  const courts = standing.flatMap((node): DueItem[] =>
    (node.next ?? [])
      .filter((next) => !isDone(next.node, node))
      .map(({ label, dueAt, rule }) => ({ by: 'court', text: label, dueAt, rule, ref: node.ref, index: node.index, isPast: dueAt <= now })),
  )
  const newest = (all: DueItem[]): DueItem[] => all.filter(({ dueAt }) => dueAt === undefined).slice(-1)
  return {
    done: [...told].sort((a, b) => compare(b.on, a.on) || b.index - a.index),
    due: [...mine.filter(({ dueAt, isPast }) => dueAt !== undefined && !isPast), ...newest(mine), ...courts].sort((a, b) => compare(a.dueAt ?? '9', b.dueAt ?? '9') || a.index - b.index),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
