import type { Me } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { createAccountStorage } from './account-storage'
import { createAttachmentFiles } from './attachment-files'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { createApplications } from './applications'
import { createCaseProgress } from './case-progress'
import { createCases } from './cases-store'
import { createComplaintDrafts } from './complaint-drafts'
import { createComplaintFiles } from './complaint-files'
import { createConduct } from './conduct'
import { createDrafts } from './drafts'
import { createDueClocks } from './due-clocks'
import { createElectronicService } from './electronic-service'
import { createFilings } from './filings'
import { createFormDrafts } from './form-drafts'
import { createForms } from './forms'
import { createInbox } from './inbox-store'
import type { Live } from './live'
import { createNotices } from './notices'
import type { Outbox } from './outbox'
import { threadName } from './outbox-item'
import { createPapersService } from './papers'
import { createPutAway } from './put-away'
import { createSealRequests } from './seal-requests'
import { createQuickReplies } from './quick-replies'
import { scopeOf } from './session'
import { createSupervision } from './supervision'
import { createStaffing } from './staffing'
import { createStanding } from './standing'
import { createTold } from './told'
import { createThreadActions } from './thread-actions'
import { createThreadCache } from './thread-cache'
import { openThread, type ThreadStore } from './thread-store'
import { createTransfers } from './transfers'
import { createUrgentCalls, createUrgentList } from './urgent-lists'
import { createUrgentStore } from './urgent-store'
import { createWorkList } from './work-list-store'

export interface AccountParts extends Pick<Adapters, 'storage' | 'timers' | 'random' | 'files' | 'wechat'> {
  api: Api
  live: Live
  outbox: Outbox
}

/** Everything that belongs to whoever is signed in. Made at sign-in, stopped at sign-out: nothing of it is shared between people. */
export function openAccount(me: Me, { api, live, outbox, storage: phone, timers, random, files, wechat }: AccountParts) {
  const storage = createAccountStorage(phone, scopeOf(me))
  const cache = createThreadCache(storage, timers.now)
  const opened = new Set<ThreadStore>()
  const cases = createCases({ api, live, storage, timers, random })
  const inbox = createInbox({ api, live, timers })
  const workList = createWorkList({ api, live, storage, timers })
  const urgent = { api, live, timers, random }
  const urgentList = createUrgentList(urgent)
  const urgentCalls = createUrgentCalls(urgent)
  const drafts = createDrafts(storage, timers)
  const attachmentFiles = createAttachmentFiles(api, files)
  const formDrafts = createFormDrafts(storage, timers, random)
  const complaintDrafts = createComplaintDrafts(storage, timers, random)
  const papers = createPapersService(api, storage, random)
  void outbox.load(storage)
  const putAway = createPutAway({ api, live, cache, drafts, outbox, attachmentFiles, forgetCase: cases.forget, opened: () => opened, timers, random })

  const owned = new Map<unknown, unknown>()

  return {
    me,
    /**
     * A service that only some pages need: made at its first use, the same from then on. Its code comes with those pages and not with the first ones
     * that a phone fetches.
     */
    own<T>(make: (api: Api, random: AccountParts['random']) => T): T {
      if (!owned.has(make)) owned.set(make, make(api, random))
      return owned.get(make) as T
    },
    cases,
    progress: createCaseProgress(api, random),
    inbox,
    told: createTold(api),
    workList,
    drafts,
    urgentList,
    urgentCalls,
    /** Stop it when its page goes. */
    urgent: (key: ThreadKey) => createUrgentStore(key, { ...urgent, attachmentFiles }),
    dueClocks: createDueClocks(api),
    forms: createForms(api, random),
    applications: createApplications(api, random),
    formDrafts,
    complaintFiles: createComplaintFiles(api, random),
    complaintDrafts,
    electronicService: createElectronicService(api, random),
    filings: createFilings(api, random),
    papers,
    transfers: createTransfers(api, random),
    notices: createNotices(api, random, wechat),
    quickReplies: createQuickReplies(api, storage),
    staffing: createStaffing(api, random),
    supervision: createSupervision(api, random),
    attachmentFiles,
    sealRequests: createSealRequests(api, random, attachmentFiles),
    putAway,
    threadActions: createThreadActions(api, random),
    standing: createStanding(api, random),
    conduct: createConduct(api, random),
    /** Close it when its page goes. */
    thread(key: ThreadKey): ThreadStore {
      const store = openThread(key, { me, api, live, outbox, cache, timers, random })
      opened.add(store)
      putAway.watch(store)
      return {
        ...store,
        close() {
          opened.delete(store)
          store.close()
          const isShown = [...opened].some((other) => threadName(other.key) === threadName(key))
          if (!isShown) void attachmentFiles.putAwayThread(key)
        },
      }
    },
    stop(): void {
      opened.forEach((store) => store.close())
      putAway.stop()
      attachmentFiles.stop()
      cases.stop()
      inbox.stop()
      workList.stop()
      urgentList.stop()
      urgentCalls.stop()
      drafts.stop()
      formDrafts.stop()
      complaintDrafts.stop()
      outbox.unload()
    },
  }
}
export type Account = ReturnType<typeof openAccount>
