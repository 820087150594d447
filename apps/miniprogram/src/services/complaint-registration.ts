import type { ComplaintOptions, RegisterComplaint, RegisteredComplaint } from '@zhixin/shared/contract'
import type { ComplaintDraft } from './complaint-drafts'
import { codedOf, isPermanent } from './errors'

const word = ({ words }: ComplaintDraft, name: string): string => (words[name] ?? '').trim()
const streamOf = (options: ComplaintOptions, draft: ComplaintDraft) => options.streams.find(({ stream }) => stream === draft.words.stream)
/** Without a name nothing but a report of misconduct is taken. */
const isNameless = (draft: ComplaintDraft): boolean => draft.words.stream === 'discipline' && draft.words.by === 'anonymous'

/** The first thing that is not filled in yet, by what it is called; undefined: all is that is always asked for. */
export function missingInRegistration(options: ComplaintOptions, draft: ComplaintDraft): string | undefined {
  const stream = streamOf(options, draft)
  const asked: [string, boolean][] = [
    ['怎么来的', word(draft, 'channel') === ''],
    ['是哪一类', stream === undefined],
    ['反映什么', word(draft, 'matter') === ''],
    ['反映人的姓名', !isNameless(draft) && word(draft, 'name') === ''],
    ...(stream?.fields ?? []).map(({ field, label, required }): [string, boolean] => [label, required && !draft.fields[field]?.length]),
  ]
  return asked.find(([, isMissing]) => isMissing)?.[0]
}

/** What goes to the court: nothing that is empty, and of whoever leaves no name nothing that says who they are. */
export function registrationSaid(options: ComplaintOptions, draft: ComplaintDraft): RegisterComplaint {
  const said = <K extends string>(name: K): Partial<Record<K, string>> => (word(draft, name) === '' ? {} : { [name]: word(draft, name) } as Record<K, string>)
  const asked = new Set((streamOf(options, draft)?.fields ?? []).map(({ field }) => field))
  return {
    commandId: word(draft, 'commandId') as RegisterComplaint['commandId'], stream: draft.words.stream as RegisterComplaint['stream'],
    channel: draft.words.channel as RegisterComplaint['channel'], matter: word(draft, 'matter'), by: isNameless(draft) ? 'anonymous' : 'named',
    ...said('confidential'), ...said('caseNumber'), ...said('aboutSaid'),
    ...(!isNameless(draft) && { contact: { name: word(draft, 'name'), ...said('phone'), ...said('address') } }),
    about: [...draft.about] as RegisterComplaint['about'],
    fields: Object.fromEntries(Object.entries(draft.fields).filter(([field, value]) => asked.has(field) && value.length > 0)),
    files: (draft.papers.files ?? []).map(({ id, name }) => ({ attachmentId: id, name, confidential: false })),
  }
}

/** Whether it went out and nobody knows whether it came: until that is known nothing in it is changed, since under its number the court takes one thing. */
export const isUnanswered = ({ words }: ComplaintDraft): boolean => (words.sent ?? '') !== ''

interface Sending {
  register(said: RegisterComplaint): Promise<RegisteredComplaint>
  /** Writes the draft down before anything else happens. */
  keep(draft: ComplaintDraft): Promise<void>
}
/** Sends it, or what was sent of it before and not answered, word for word. Rejects with CodedError. */
export async function sendRegistration(
  options: ComplaintOptions, draft: ComplaintDraft, { register, keep }: Sending,
): Promise<RegisteredComplaint & { stream: string }> {
  const before = isUnanswered(draft) ? draft.words.sent : undefined
  const sent = before ?? JSON.stringify(registrationSaid(options, draft))
  const withSent = (text: string): ComplaintDraft => ({ ...draft, words: { ...draft.words, sent: text } })
  await keep(withSent(sent))
  const said = JSON.parse(sent) as RegisterComplaint
  try {
    return { ...(await register(said)), stream: said.stream }
  } catch (error) {
    const coded = codedOf(error)
    const isRefused = before === undefined ? coded.status >= 400 && coded.status < 500 : isPermanent(coded)
    if (isRefused) await keep(withSent(''))
    throw error
  }
}
