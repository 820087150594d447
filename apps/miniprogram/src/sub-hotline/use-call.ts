import type { CallView, FirstContact, HotlineDesk } from '@zhixin/shared/contract'
import { useCallback, useEffect, useState } from 'react'
import { type Action, useAction } from '@/hooks/use-action'
import { type Resource, useResource } from '@/hooks/use-resource'
import type { Account } from '@/services'
import { createHotline } from '@/services/hotline'
import { type End, endOf } from './ends'
import type { Registration } from './registration'

export type Panel = 'verify' | 'call_back' | 'register' | 'told' | 'complaint'
export type Line = HotlineDesk['lines'][number]['line']

/** The call that a clerk has on the line, and what is around it. */
export interface CallAtDesk {
  desk: Resource<HotlineDesk>
  firstContact: Resource<FirstContact>
  call: CallView | null
  /** What the caller was given last, to be read out; gone once something else is shown. */
  receipt: Registration | null
  panel: Panel
  show: (panel: Panel) => void
  changed: (call: CallView) => void
  registered: (receipt: Registration) => void
  pickUp: Action<[Line, string]>
  takeCallBack: Action<[string]>
  hangUp: Action<[End?]>
}

const LOOK_AGAIN_MS = 30_000

export function useCall(account: Account): CallAtDesk {
  const hotline = account.own(createHotline)
  const desk = useResource('hotline desk', hotline.desk)
  const firstContact = useResource('hotline first contact', hotline.firstContact)
  const [held, setHeld] = useState<CallView | null>(null)
  /** What the list of open calls may still name for a moment. */
  const [over, setOver] = useState<readonly string[]>([])
  const [receipt, setReceipt] = useState<Registration | null>(null)
  const [shown, setShown] = useState<{ callId: string; panel: Panel } | null>(null)
  const reloadDesk = desk.reload
  const reloadFirst = firstContact.reload
  const reload = useCallback(() => {
    reloadDesk()
    reloadFirst()
  }, [reloadDesk, reloadFirst])
  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [reload])

  // A call that was left open, by a browser that was closed or below another one, goes on where it was.
  const left = desk.value?.open.find(({ callId }) => !over.includes(callId))
  const newest = held ?? left ?? null
  const call = newest?.status === 'open' ? newest : null
  const begin = (begun: CallView): void => {
    setReceipt(null)
    setHeld(begun)
    reload()
  }
  async function putDown(how?: End): Promise<void> {
    if (!call) return
    await hotline.end(call.callId, { how: how ?? endOf(call) })
    setOver((before) => [...before, call.callId])
    setHeld(null)
  }
  return {
    desk, firstContact, receipt, call,
    panel: shown && shown.callId === call?.callId ? shown.panel : firstPanel(call),
    show(panel) {
      setReceipt(null)
      if (call) setShown({ callId: call.callId, panel })
    },
    changed: setHeld,
    registered(done) {
      setReceipt(done)
      setHeld(done.given.call)
      reload()
    },
    pickUp: useAction(async (line, number) => {
      // Whoever takes the next call has put the one before down.
      await putDown()
      begin(await hotline.pickUp({ line, ...(number.trim() && { number: number.trim() }) }))
    }),
    takeCallBack: useAction(async (callId) => {
      await putDown()
      begin(await hotline.takeCallBack(callId))
    }),
    hangUp: useAction(async (how) => {
      await putDown(how)
      setReceipt(null)
      reload()
    }),
  }
}

/** What a call begins with, and where one goes on that was left open. */
function firstPanel(call: CallView | null): Panel {
  if (call?.ring && !call.verified) return 'call_back'
  if (!call || call.line === 'misconduct' || call.draft) return 'register'
  return call.verified ? 'told' : 'verify'
}
