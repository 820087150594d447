import { emptyThread, evolveThread, type MessagingConfig, type ThreadState } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const threadFold = (config: MessagingConfig): Fold<ThreadState> => ({
  name: 'thread',
  initial: emptyThread,
  evolve: (state, entry) => evolveThread(state, entry, config.acknowledgements),
})
