import type { CallView, HotlineDesk } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useRef, useState } from 'react'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { focusedId, focusIn, leaveField, useDeskKeys } from '@/hooks/use-desk-keys'
import { type Account, type DeskAction, explain } from '@/services'
import { AskCallBack, Ring } from '../../call-back'
import { CallBar } from '../../call-bar'
import { type AskedAbout, Complaint } from '../../complaint'
import type { Choosing, Submitting } from '../../keys-held'
import { KeysSheet } from '../../keys'
import { PickUp } from '../../pick-up'
import { Receipt } from '../../receipt'
import { kindsOf, Register } from '../../register'
import { Search } from '../../search'
import { Side } from '../../side'
import { Told } from '../../told'
import { type CallAtDesk, type Line, useCall } from '../../use-call'
import { useTyping } from '../../use-typing'
import { Verify } from '../../verify'
import '../../hotline.less'

const NOTHING_FIRST = { mine: [], hasMore: false }

/** The hotline's desk: a call from picking up to its end, by the keyboard alone. */
export default function HotlinePage() {
  return <ReaderPage title="热线坐席">{({ account, can }) => <Desk account={account} isMain={!can.workList} />}</ReaderPage>
}

function Desk({ account, isMain }: { account: Account; isMain: boolean }) {
  const at = useCall(account)
  return (
    <PageShell title="热线坐席" root={isMain} list={undefined} wide foot={isMain ? <MainNav current="hotline" /> : undefined}>
      <ResourceView resource={at.desk} what="正在打开">{(desk) => <AtDesk account={account} at={at} desk={desk} />}</ResourceView>
    </PageShell>
  )
}

function AtDesk({ account, at, desk }: { account: Account; at: CallAtDesk; desk: HotlineDesk }) {
  const { call, panel, show, receipt, pickUp, takeCallBack, hangUp } = at
  const mine = desk.lines.filter((one) => one.mine)
  const usual = mine[0]!
  const [line, setLine] = useState<Line>(usual.line)
  const [number, setNumber] = useState('')
  const [searched, setSearched] = useState<{ name?: string; caseNumber?: string }>({})
  const [about, setAbout] = useState<AskedAbout>({ receipt: '' })
  const [isTwice, setIsTwice] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const [chosen, setChosen] = useState<number | null>(null)
  const submits: Submitting = useRef(null)
  const chooses: Choosing = useRef(null)
  const tells = desk.lines.find((one) => one.line === call?.line)?.tells === true
  const typing = useTyping(account, call, (call ? kindsOf(desk, call) : desk.kinds)[0]!.kind)
  const callId = call?.callId
  // Each call is chosen for itself: the line for reports of misconduct is not left on by the one before.
  useEffect(() => {
    setLine(usual.line)
    setNumber('')
    setSearched({})
    setAbout({ receipt: '' })
    setIsTwice(false)
  }, [callId, usual.line])

  function choose(place: number): boolean {
    if (!call) {
      const picked = mine[place]
      if (picked) setLine(picked.line)
    } else chooses.current?.(place, focusedId('hf-'))
    return true
  }
  /** A call under way is put down by its own key, or once what was registered has been read out: never by a slip of the finger. */
  function mayTakeNext(): boolean {
    const isBusy = call !== null && !receipt
    setIsTwice(isBusy)
    return !isBusy
  }
  const ringBack = (waiting: string): void => {
    if (mayTakeNext()) takeCallBack.run(waiting)
  }
  function act(action: DeskAction): boolean {
    switch (action.do) {
      case 'pick_up':
        if (mayTakeNext()) pickUp.run(line, number)
        return true
      case 'search':
        if (!call || !tells || call.ring) return true
        if (receipt && receipt.left !== null && receipt.given.kind !== 'discipline') {
          setAbout({ receipt: receipt.given.receipt, followUp: receipt.given.followUp, text: receipt.left })
          show('complaint')
        } else {
          show(call.verified ? 'told' : 'verify')
          focusIn('hd-search')
        }
        return true
      case 'hang_up':
        setIsTwice(false)
        if (call) hangUp.run()
        return true
      case 'verify':
        if (call && tells && !call.ring) show(call.verified ? 'told' : 'verify')
        focusIn('hd-name')
        return true
      case 'call_back':
        if (call && tells) show('call_back')
        return true
      case 'register':
        if (call) show('register')
        focusIn('hd-kinds')
        return true
      case 'call_backs':
        setChosen(desk.callBacks.length > 0 ? 0 : null)
        leaveField()
        return true
      case 'keys':
        setShowsKeys(!showsKeys)
        return true
      case 'submit':
        submits.current?.()
        return true
      case 'leave':
        setShowsKeys(false)
        setChosen(null)
        leaveField()
        return true
      case 'choose':
        return choose(action.place)
      case 'move':
        if (chosen === null) return false
        setChosen(Math.max(0, Math.min(desk.callBacks.length - 1, chosen + action.by)))
        return true
      case 'take': {
        const next = chosen === null ? undefined : desk.callBacks[chosen]
        if (next) ringBack(next.callId)
        return next !== undefined
      }
    }
  }
  useDeskKeys(act)
  const failed = hangUp.error ?? takeCallBack.error ?? (call ? pickUp.error : null)
  const onChanged = (changed: CallView): void => {
    at.changed(changed)
    if (changed.verified && !call?.verified) show('told')
  }
  const parts = { account, desk, call: call!, submits, chooses, onChanged }
  const isListening = call && !receipt
  return (
    <View className="zx-hotline">
      <CallBar at={at} desk={desk} act={act} tells={tells} />
      {isTwice ? <View className="zx-note zx-note--warn"><Text>正在通话。要接下一通，请先按 F9 挂机。</Text></View> : null}
      {failed ? <View className="zx-note zx-note--late"><Text>{explain(failed)}</Text></View> : null}
      <View className="zx-hotline__columns">
        <View className="zx-hotline__work">
          {receipt ? <Receipt registration={receipt} nextLine={usual.label} /> : null}
          {!call ? <PickUp desk={desk} line={line} onLine={setLine} number={number} onNumber={setNumber} pickUp={pickUp} /> : null}
          {isListening && tells && !call.ring && (panel === 'verify' || panel === 'told' || panel === 'complaint') ? (
            <Search
              key={call.callId} account={account} call={call} onSearched={(next, { receipt: number, ...words }) => {
                setSearched(words)
                setAbout({ receipt: number ?? '' })
                show(number !== undefined ? 'complaint' : next === 'cases' ? 'told' : 'verify')
              }}
            />
          ) : null}
          {isListening && panel === 'verify' && tells ? <Verify key={`${call.callId} ${JSON.stringify(searched)}`} {...parts} searched={searched} /> : null}
          {isListening && panel === 'call_back' && call.ring && !call.verified ? <Ring key={call.callId} {...parts} onEnd={hangUp.run} /> : null}
          {isListening && panel === 'call_back' && !call.ring ? <AskCallBack key={call.callId} {...parts} /> : null}
          {call && panel === 'told' && call.verified ? <Told key={call.callId} {...parts} /> : null}
          {isListening && panel === 'complaint' && tells ? <Complaint key={`${call.callId} ${about.receipt}`} {...parts} about={about} /> : null}
          {isListening && (panel === 'register' || (panel === 'verify' && !tells))
            ? <Register key={call.callId} {...parts} typing={typing} onRegistered={at.registered} /> : null}
        </View>
        <View className="zx-hotline__side"><Side desk={desk} mine={at.firstContact.value ?? NOTHING_FIRST} chosen={chosen} onTake={ringBack} /></View>
      </View>
      <KeysSheet open={showsKeys} onClose={() => setShowsKeys(false)} />
    </View>
  )
}
