import { evolvePush, NodeTakenBackSchema, noPushes, type PushState, UpToSchema } from '@zhixin/shared/rules'
import type { Fold } from '../../log'

export const pushFold: Fold<PushState> = { name: 'push', initial: noPushes, evolve: evolvePush }

/** What of a thread a notice depends on: how far its person has read, and what was taken back. */
export interface ToldState {
  read: number
  readAt: string
  takenBack: Readonly<Record<number, true>>
}

export const toldFold: Fold<ToldState> = {
  name: 'push-told',
  initial: { read: -1, readAt: '', takenBack: {} },
  evolve(state, { type, actor, at, body }) {
    if (type === 'message.read' && actor.kind === 'person') {
      const { upTo } = UpToSchema.parse(body)
      return upTo > state.read ? { ...state, read: upTo, readAt: at } : state
    }
    if (type === 'node.taken_back') return { ...state, takenBack: { ...state.takenBack, [NodeTakenBackSchema.parse(body).of]: true } }
    return state
  },
}
