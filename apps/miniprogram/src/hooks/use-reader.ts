import { useDidShow } from '@tarojs/taro'
import type { Me } from '@zhixin/shared/contract'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { useValue } from '@/platform/use-value'
import type { Account, MeAbilities } from '@/services'

/** Whoever is signed in, what they may do, and what is theirs. */
export interface Reader {
  me: Me
  can: MeAbilities
  account: Account
}

/** Null while it is not known. When nobody is signed in, or no longer, the page goes back to the beginning. */
export function useReader(): Reader | null {
  const { status, me, can } = useValue(services.session)
  const account = useValue(services.account)
  useDidShow(() => {
    if (services.session.getSnapshot().status === 'signed_out') restart('entry')
  })
  return status === 'signed_in' && me && can && account ? { me, can, account } : null
}
