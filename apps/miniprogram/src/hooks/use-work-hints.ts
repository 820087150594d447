import { useEffect } from 'react'
import { services } from '@/platform/services'

/** Asks anew whenever the court says that what this member of staff has to do has changed. */
export function useWorkHints(reload: () => void): void {
  useEffect(() => services.live.onFrame(({ type }) => {
    if (type === 'work_list_changed') reload()
  }), [reload])
}
