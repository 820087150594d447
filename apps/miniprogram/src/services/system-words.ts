import type { EntryView } from '@zhixin/shared/contract'
import { CaseClosedNoticeSchema, ContactRecordedSchema, HandlerChangedSchema, type Mark, MessageRemarkedSchema, NoReplyNeededSchema, type StandingChanged, StandingChangedSchema, VoiceSummarisedSchema } from '@zhixin/shared/rules'
import { applicationEntryWords } from './application-words'
import { conductWords } from './conduct-words'
import { formWords } from './form-words'
import { clockWords, dateWords } from './format'
import { dayOf } from '@zhixin/shared/rules'
import { progressWords } from './progress-words'
import { sealingWords } from './sealing-words'
import { type Entries, messageIn } from './thread-entries'
import { serviceEntryWords } from './service-words'
import { transferEntryWords } from './transfer-words'
import { urgentEntryWords } from './urgent-words'

export interface SystemWords {
  title: string
  text: string
  /** More of it, each as a paragraph of its own. */
  lines?: readonly string[]
  /** Whether there is more to read than this says. */
  opens?: 'form' | 'service'
}
export interface WordsContext {
  entries: Entries
  labelOf(mark: Mark): string
}

const QUOTE_CHARS = 12
const NEWER: SystemWords = { title: '新类型的记录', text: '这条记录需要更新后才能查看。' }

/** What an entry that is no message says to people; undefined for what is drawn otherwise: delivered and read. */
export function systemWords(entry: EntryView, { entries, labelOf }: WordsContext): SystemWords | undefined {
  const { body, actorName } = entry
  switch (entry.type) {
    case 'message.delivered':
    case 'message.read':
      return undefined
    case 'seal.asked':
    case 'seal.approved':
    case 'seal.refused':
    case 'message.confined':
    case 'message.released': {
      const words = sealingWords(entry, entries, (index) => quote(entries, index))
      return words === null ? undefined : (words ?? NEWER)
    }
    case 'node.told':
    case 'node.detail_told':
    case 'node.taken_back':
      return progressWords(entry) ?? NEWER
    case 'voice.summarised': {
      const { data } = VoiceSummarisedSchema.safeParse(body)
      if (!data) return NEWER
      // It stands under its voice, wherever that is shown.
      if (entries.some(({ index }) => index === data.of)) return undefined
      return { title: '语音大意', text: `${actorName}听了此前的一段语音，写下大意：${data.summary}` }
    }
    case 'message.remarked': {
      const { data } = MessageRemarkedSchema.safeParse(body)
      return data ? { title: '更改消息类别', text: `${actorName}将${quote(entries, data.of)}的类别改为“${labelOf(data.mark)}”。答复时限不因此延长。` } : NEWER
    }
    case 'matter.no_reply_needed': {
      const { data } = NoReplyNeededSchema.safeParse(body)
      return data ? { title: '无需回复', text: `${actorName}认为此前的内容无需另行回复。理由：${data.reason}` } : NEWER
    }
    case 'contact.recorded': {
      const { data } = ContactRecordedSchema.safeParse(body)
      if (!data) return NEWER
      const when = `${dateWords(dayOf(data.happenedAt))} ${clockWords(data.happenedAt)}`
      const settles = data.settles ? '待答复的事项已在其中答复。' : ''
      return { title: data.kind === 'phone' ? '电话记录' : '来访记录', text: `${when}，${actorName}记录：${data.summary}${/[。！？]$/.test(data.summary) ? '' : '。'}${settles}` }
    }
    case 'handler.changed': {
      const { data } = HandlerChangedSchema.safeParse(body)
      if (!data) return NEWER
      const names = (people: { name: string }[]): string => people.map(({ name }) => name).join('、')
      const from = data.from.length > 0 ? `由${names(data.from)}` : ''
      return { title: '承办人变更', text: `本案承办人${from}变更为${names(data.to)}，员额法官为${data.judge.name}。之前的消息和答复时限由新承办人接续。` }
    }
    case 'standing.changed': {
      const { data } = StandingChangedSchema.safeParse(body)
      return data ? standingWords(data) : NEWER
    }
    case 'slow_mode.set':
    case 'slow_mode.lifted':
    case 'settlement.consent_asked':
    case 'settlement.consented':
    case 'settlement.consent_withdrawn':
    case 'settlement.passed_notice':
      return conductWords(entry, { labelOf, quoted: (of) => quote(entries, of) }) ?? NEWER
    case 'case.closed_notice': {
      const { data } = CaseClosedNoticeSchema.safeParse(body)
      return data ? { title: '结案', text: `本案于${dateWords(data.closedOn)}以“${data.way}”方式结案。您仍可在这里留言，由${data.department}答复。` } : NEWER
    }
    default:
      return transferEntryWords(entry) ?? applicationEntryWords(entry) ?? serviceEntryWords(entry) ?? urgentEntryWords(entry) ?? formWords(entry) ?? NEWER
  }
}

const STANDINGS: Record<StandingChanged['standing'], string> = {
  self: '当事人本人', unit_handler: '单位经办人', guardian: '法定代理人', successor: '变更后的当事人', administrator: '破产管理人', agent: '委托代理人',
}
const BECAUSE: Record<NonNullable<StandingChanged['because']>, string> = {
  expired: '授权期限已到', revoked: '委托已撤回', resigned: '本人退出', party_replaced: '当事人已变更', mistaken: '登记有误，已更正', court_system: '法院系统已更正',
}

/** Who stands for this person's party from now on, or no longer does. */
function standingWords({ change, name, standing, authority, until, because }: StandingChanged): SystemWords {
  const scope = authority ? `（${authority === 'special' ? '特别授权' : '一般授权'}）` : ''
  if (change === 'ended') return { title: '不再参与本案', text: `${name}作为${STANDINGS[standing]}的身份已结束。原因：${because ? BECAUSE[because] : '已更正'}。之前的沟通仍在案卷里。` }
  const limit = until ? `，到${dateWords(dayOf(until))}为止` : ''
  return { title: '参与本案', text: `已确认${name}为${STANDINGS[standing]}${scope}${limit}。` }
}

function quote(entries: Entries, index: number): string {
  const entry = entries.find((one) => one.index === index)
  const text = entry && messageIn(entry)?.text.replace(/\s+/g, ' ')
  if (!text) return '一条消息'
  const characters = Array.from(text)
  return `“${characters.slice(0, QUOTE_CHARS).join('')}${characters.length > QUOTE_CHARS ? '…' : ''}”`
}
