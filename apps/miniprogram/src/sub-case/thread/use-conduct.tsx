import { Text, View } from '@tarojs/components'
import { useEffect, useState, type ReactNode } from 'react'
import type { FlagView, Me, ThreadFlags, ThreadView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import type { Account, ThreadAbilities, ThreadStore } from '@/services'
import { FlagSheet, WithdrawFlagSheet } from './flag-sheets'
import type { MessageRow } from './message'
import { LiftSlowModeSheet, SlowDownSheet } from './pace-sheets'
import { ConsentSheet, PassOnSheet } from './settlement-sheets'

export interface RowAction {
  title: string
  onTap: () => void
}

interface Props {
  me: Me
  account: Account
  store: ThreadStore
  view: ThreadView | null
  can: ThreadAbilities | null
}
type Open =
  | { sheet: 'flag' | 'pass'; row: MessageRow }
  | { sheet: 'consent'; index: number }
  | { sheet: 'withdraw'; flag: FlagView }
  | { sheet: 'slow' | 'lift' }
  | null

const NO_FLAGS: ThreadFlags = { kinds: [], flags: [] }

/** Flags, slow mode and settlement talk in a thread: what can be done with a message, what is said of it, and the sheets that ask. */
export function useConduct({ me, account, store, view, can }: Props) {
  const { conduct } = account
  const [open, setOpen] = useState<Open>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [flags, setFlags] = useState<ThreadFlags>(NO_FLAGS)
  const [round, setRound] = useState(0)
  const isCourt = me.kind === 'staff' && view !== null
  useEffect(() => {
    let wanted = true
    // What was flagged helps; a thread can be read and answered without.
    if (isCourt) conduct.flags(store.key).then((found) => wanted && setFlags(found), () => undefined)
    return () => {
      wanted = false
    }
  }, [conduct, store, isCourt, round])

  const close = () => setOpen(null)
  const done = () => {
    close()
    setRound(round + 1)
    void store.refresh()
  }
  const run = (act: Promise<unknown>) => void act.then(done, setProblem)
  const flagsOf = (index: number): FlagView[] => flags.flags.filter((flag) => flag.index === index && flag.withdrawn === null)
  const proposalOf = (index: number) => view?.proposals.find((one) => one.index === index)

  function actionsOf(row: MessageRow): RowAction[] {
    if (!can) return []
    const proposal = proposalOf(row.index)
    const actions: RowAction[] = []
    if (row.side === 'theirs' && can.flag && flags.kinds.length > 0) actions.push({ title: '标记', onTap: () => setOpen({ sheet: 'flag', row }) })
    if (can.flag || can.setPace) for (const flag of flagsOf(row.index)) actions.push({ title: '撤回标记', onTap: () => setOpen({ sheet: 'withdraw', flag }) })
    if (!proposal) return actions
    if (can.passOn && row.side === 'theirs') {
      if (proposal.consent === 'given') actions.push({ title: '转告对方', onTap: () => setOpen({ sheet: 'pass', row }) })
      else if (proposal.consent !== 'asked') actions.push({ title: '征求同意转告', onTap: () => run(conduct.askConsent(store.key, row.index)) })
    }
    if (can.consent && row.own) {
      if (proposal.consent !== 'given') actions.push({ title: '同意转告对方', onTap: () => setOpen({ sheet: 'consent', index: row.index }) })
      else if (!proposal.isPassedOn) actions.push({ title: '撤回同意', onTap: () => run(conduct.withdrawConsent(store.key, row.index)) })
    }
    return actions
  }

  function tagsOf({ index }: MessageRow): string[] {
    const proposal = proposalOf(index)
    const said = proposal?.isPassedOn ? '已转告对方' : { none: undefined, asked: '正在征求同意', given: '同意转告', withdrawn: '已撤回同意' }[proposal?.consent ?? 'none']
    return [...flagsOf(index).map(({ label }) => `内部标记：${label}`), ...(said ? [said] : [])]
  }

  const textOf = (index: number): string | undefined =>
    store.getSnapshot().rows.flatMap((row) => (row.kind === 'message' && row.index === index ? [row.text] : []))[0]

  /** Asked for, in view until it is answered: the message it is about may be far up. */
  function asked(): ReactNode {
    const proposal = can?.consent ? view?.proposals.find(({ consent }) => consent === 'asked') : undefined
    if (!proposal) return null
    return (
      <View className="zx-note">
        <View><Text className="zx-body">承办人问您：能不能把您的和解意向转告对方？</Text></View>
        <Button kind="plain" onTap={() => setOpen({ sheet: 'consent', index: proposal.index })}>看清楚再决定</Button>
      </View>
    )
  }

  function sheet(): ReactNode {
    const props = { thread: store.key, conduct, onDone: done, onClose: close }
    switch (open?.sheet) {
      case 'flag': return <FlagSheet {...props} index={open.row.index} kinds={flags.kinds} />
      case 'withdraw': return <WithdrawFlagSheet {...props} flag={open.flag} />
      case 'consent': return <ConsentSheet {...props} index={open.index} text={textOf(open.index)} />
      case 'pass': return <PassOnSheet {...props} row={open.row} needsReason={can?.offHoursReason === true} />
      case 'slow': return can?.setPace ? <SlowDownSheet {...props} range={can.setPace} /> : null
      case 'lift': return <LiftSlowModeSheet {...props} />
      default: return null
    }
  }

  return {
    actionsOf,
    tagsOf,
    /** What is never folded away. */
    keeps: (index: number): boolean => flagsOf(index).length > 0 || proposalOf(index) !== undefined,
    sheet,
    asked,
    problem,
    slowDown: () => setOpen({ sheet: 'slow' }),
    lift: () => setOpen({ sheet: 'lift' }),
  }
}
