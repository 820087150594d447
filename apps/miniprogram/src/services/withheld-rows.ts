import type { EntryView } from '@zhixin/shared/contract'
import { ConfinedSchema, dayOf, ReleasedSchema, SealApprovedSchema, SealAskedSchema, SealRefusedSchema, type Withheld } from '@zhixin/shared/rules'
import { clockWords, dateWords } from './format'
import { writerTitle } from './roles'
import { nounOf } from './sealing-words'
import type { Entries } from './thread-entries'

/** What has been said of a message since: by index. */
export interface Standing {
  /** A seal is asked for and not decided on. */
  asked?: true
  sealedBy?: EntryView
  /** It was about another entry that was sealed, and went with it. */
  sealedWith?: EntryView
  confidence?: 'only_handler' | 'released'
}

export function standings(entries: Entries): ReadonlyMap<number, Standing> {
  const found = new Map<number, Standing>()
  const say = (of: number | undefined, change: (before: Standing) => Standing): void => {
    if (of !== undefined) found.set(of, change(found.get(of) ?? {}))
  }
  for (const entry of entries) {
    if (entry.visibility === 'sender_and_handler') say(entry.index, (before) => ({ ...before, confidence: 'only_handler' }))
    switch (entry.type) {
      case 'seal.asked':
        say(SealAskedSchema.safeParse(entry.body).data?.of, (before) => ({ ...before, asked: true }))
        break
      case 'seal.refused':
        say(SealRefusedSchema.safeParse(entry.body).data?.of, ({ asked: _asked, ...before }) => before)
        break
      case 'seal.approved': {
        const { data } = SealApprovedSchema.safeParse(entry.body)
        say(data?.of, ({ asked: _asked, ...before }) => ({ ...before, sealedBy: entry }))
        for (const index of data?.also ?? []) say(index, (before) => ({ ...before, sealedWith: entry }))
        break
      }
      case 'message.confined':
        say(ConfinedSchema.safeParse(entry.body).data?.of, (before) => ({ ...before, confidence: 'only_handler' }))
        break
      case 'message.released':
        say(ReleasedSchema.safeParse(entry.body).data?.of, (before) => ({ ...before, confidence: 'released' }))
        break
    }
  }
  return found
}

/** In place of what may not be read: that it is there, why it is not shown, by whom and when. */
export function withheldWords(because: Withheld, by: EntryView | undefined, type: string): { title: string; text: string } {
  const noun = nounOf(type)
  if (because === 'confidential') return { title: `这${noun}只给承办人看`, text: '只有发送人、承办人和员额法官能看。承办人解除保密以后，这里才会显示内容。' }
  const approval = by && SealApprovedSchema.safeParse(by.body).data
  if (!by || !approval) return { title: `这${noun}已封存`, text: '内容由法院依法留存，这里不再显示。' }
  const title = writerTitle(by.actor)
  const who = `${by.actorName}${title ? `（${title}）` : ''}`
  return { title: `这${noun}已封存`, text: `原因：${approval.words}。${dateWords(dayOf(by.at))} ${clockWords(by.at)} 由${who}批准。内容由法院依法留存，这里不再显示。` }
}
