import { openAccount, type Account } from './account'
import type { Adapters, ServicesConfig } from './adapters'
import { createApi } from './api'
import { createBeforeSignIn, createBinding } from './binding'
import { createCare } from './care'
import { createComplaintDoor } from './complaint-door'
import { createDisplayChoice } from './display-choice'
import { createHelp, createHelpDesk, createPhones } from './binding-help'
import { createHttp } from './http'
import { newDeviceName } from './ids'
import { createLive } from './live'
import { createOutbox } from './outbox'
import { createReadAloud } from './read-aloud'
import { createSession, scopeOf } from './session'
import { createSlip } from './slip'
import { createState } from './state'
import { createTransmit } from './transmit'

export type { Account } from './account'
export type * from './adapters'
export { CLUE_WORDS, clockLine, correctionLine, endWords, ruleLine } from './application-words'
export type { ApplicationPlace, Applications } from './applications'
export type { Binding } from './binding'
export type { CaseProgress } from './case-progress'
export type { CaseAbilities, CaseOnPhone, Cases, CasesSnapshot } from './cases-store'
export type { ComplaintDraft, ComplaintDrafts } from './complaint-drafts'
export type { ComplaintFiles, ComplaintPlace, ComplaintsAsked } from './complaint-files'
export type { ComplaintDoor, DoorDraft, DoorFile, DoorKind, DoorPlace, DoorReceipt, DoorTicket } from './complaint-door'
export type { ConductService } from './conduct'
export type { Draft, Drafts } from './drafts'
export type { DueClocks } from './due-clocks'
export { clockTag, dueLine, overdueWords, SCOPE_WORDS, stepLine } from './due-clock-words'
export type { ElectronicService } from './electronic-service'
export { consentLine, reachedLines, runLines, servedLine, serviceState } from './service-words'
export { codedOf, CodedError, type ErrorCode, explain, fieldOf, locksOut, sentenceOf } from './errors'
export { clockSentence, clockWords, dateWords, dayWords, momentWords, secondsWords, sizeWords } from './format'
export type { FormDraft, FormDrafts, FormPlace } from './form-drafts'
export { daysLeftWords, problemWords, valueWords } from './form-words'
export type { Forms, HandedIn, ToDoAbilities } from './forms'
export type { HotlineService } from './hotline'
export { callStateWords, callTime, DESK_KEYS, type DeskAction, deskAction, type DeskKind, fieldsAsked, missingField, searchedBy, spelled } from './hotline-words'
export { inboxWhole } from './inbox-words'
export { slipIn } from './slip'
export { EMPTY_INBOX, type Inbox, type InboxSnapshot } from './inbox-store'
export type { Live, LiveState } from './live'
export { checkMessage, type MessageCheck, noticeOf } from './message-checks'
export { missingIn, newDraft, type NodeDraft, saidOf } from './node-draft'
export {
  approvalWords, knownWords, NOBODY_TOLD, periodNote, recordedWords, recordMarks, sideWords, templateNote, type ToldLine, toldLines, toldOfRecord,
} from './node-words'
export type { Allowing } from './allow-messages'
export type { CallSaid, NoticePlace } from './notices'
export { againAt, CALL_OUTCOMES, leftWords, nextWords, noticeStatus, quietWords, staffLabel, tryWords } from './notice-words'
export type { PaperFilePlace, PapersService, PaperWritten } from './papers'
export type { Outbox } from './outbox'
export type { MessageDraft, OutboxItem, SendingState } from './outbox-item'
export { answering, answeringWords, awayWords, handlerNames, handlerWords, isMe, sideOfMe, writerTitle } from './roles'
export type { MeAbilities, Session, SessionSnapshot } from './session'
export type { PickedPicture, StandAsked, StandingService } from './standing'
export {
  ASKED_STANDINGS, AUTHORITIES, EVIDENCE, isPartyItself, PAPERS, partyTitle, requestState, requestTitle, standingWords, termWords, UNIT_PAPERS,
} from './standing-words'
export type { StaffingService } from './staffing'
export type { BulletinAsked, BulletinsService } from './bulletins'
export type { SupervisedAsked, SupervisionService } from './supervision'
export { needsSomebody, SCOPE_TITLES, statesWords, urgedWords, whenWords } from './supervision-words'
export type { Readable } from './state'
export type { TerminationService } from './termination'
export type { ThreadActions } from './thread-actions'
export type { InboxRow } from './inbox-words'
export { dueWords, LATE, NO_SERVICE, type TimeLineRow, timeLineRows, untilWords } from './progress-words'
export type { BubbleAttachment, ThreadRow, VoiceWords } from './thread-rows'
export type { ThreadAbilities, ThreadSnapshot, ThreadStore } from './thread-store'
export { silenceWords, urgentHeadline, urgentSteps } from './urgent-words'
export type { UrgentCallsStore, UrgentListStore } from './urgent-lists'
export type { UrgentFile, UrgentSnapshot, UrgentStore } from './urgent-store'
export type { WorkListShow, WorkListSnapshot, WorkListStore } from './work-list-store'

const DEVICE = 'zx/device'

/**
 * All services, over the abilities of one phone. Call `start` once at launch. What is somebody's own is under `account`, which
 * changes at sign-in and sign-out; everything that screens follow has `subscribe` and `getSnapshot`.
 */
export function createServices(adapters: Adapters, { apiOrigin, liveOrigin }: ServicesConfig) {
  const { storage, timers, random, lifecycle, network, files, wechat } = adapters
  let device: Promise<string> | undefined
  // The court knows the phone by it when the answer to a renewal was lost; it says nothing about who uses it.
  const deviceName = (): Promise<string> => {
    device ??= (async () => {
      const known = await storage.get(DEVICE).catch(() => undefined)
      if (known) return known
      const name = await newDeviceName(random)
      await storage.set(DEVICE, name).catch(() => undefined)
      return name
    })()
    return device
  }

  const http = createHttp(adapters.http, apiOrigin, deviceName)
  const session = createSession({ ...adapters, http })
  const api = createApi(http, session.tokens)
  const live = createLive({ ...adapters, liveOrigin, tokens: session.tokens })
  const outbox = createOutbox({ timers, random, files, transmit: createTransmit({ api, live, timers }) })
  const account = createState<Account | null>(null)
  const complaintDoor = createComplaintDoor({ http, api, storage, timers, random })

  /** One account at a time: the next opens only when the one before has let go. */
  function follow(): void {
    const { me, endedBy } = session.getSnapshot()
    const open = account.getSnapshot()
    if (me && open && scopeOf(open.me) === scopeOf(me)) return live.start()
    live.stop()
    // The court ended the sign-in: what was being written is kept for the next one.
    if (endedBy) void Promise.all([open?.drafts.flush(), open?.formDrafts.flush(), open?.complaintDrafts.flush()])
    open?.stop()
    if (open) void files.sweep()
    account.set(me && openAccount(me, { api, live, outbox, storage, timers, random, files, ...(wechat && { wechat }) }))
    if (me) live.start()
  }

  // What a run before this one fetched and could not remove.
  void files.sweep()
  session.subscribe(follow)
  live.onOnline(outbox.wake)
  network.onChange((isOnline) => {
    if (isOnline) outbox.wake()
  })
  lifecycle.onShow(outbox.wake)
  lifecycle.onHide(() => {
    void complaintDoor.flush()
    void account.getSnapshot()?.drafts.flush()
    void account.getSnapshot()?.formDrafts.flush()
    void account.getSnapshot()?.complaintDrafts.flush()
  })

  return {
    start: session.start,
    session,
    live,
    outbox,
    account: { getSnapshot: account.getSnapshot, subscribe: account.subscribe },
    binding: createBinding(api, session),
    beforeSignIn: createBeforeSignIn(http),
    help: createHelp({ api, http, random }),
    helpDesk: createHelpDesk({ api, random }),
    complaintDoor,
    phones: createPhones(api, session),
    slip: createSlip(api, storage),
    care: createCare(api),
    /** How whoever is signed in wants things drawn. */
    display: createDisplayChoice({ api, session, storage, network, lifecycle }),
    readAloud: createReadAloud(adapters.speak, lifecycle),
  }
}
export type Services = ReturnType<typeof createServices>
