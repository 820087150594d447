import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import type { ThreadKey } from '@zhixin/shared/ids'
import { useValue } from '@/platform/use-value'
import type { Account, ThreadSnapshot, ThreadStore } from '@/services'

/** A thread for as long as its page is there. Only what is before somebody's eyes counts as read. */
export function useThread(account: Account, { caseId, personId }: ThreadKey): { store: ThreadStore; thread: ThreadSnapshot } {
  const [store] = useState(() => account.thread({ caseId, personId }))
  useEffect(() => {
    store.setVisible(true)
    return () => store.close()
  }, [store])
  useDidShow(() => store.setVisible(true))
  useDidHide(() => store.setVisible(false))
  return { store, thread: useValue(store) }
}
