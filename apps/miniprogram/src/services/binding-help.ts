import {
  AskHelpSchema, ChangePhoneSchema, ConfirmHelpPhoneSchema, DeskHelpAbilitiesSchema, DeskHelpDetailSchema, DeskHelpListSchema, FindSlipsSchema,
  HelpCodeSchema, HelpOptionsSchema, HelpPhoneCodeSchema, HelpRegisteredSchema, HelpSeenSchema, IssueHelpCodeSchema, LookUpHelpSchema, MeSchema,
  MyHelpSchema, RefuseHelpSchema, RegisterHelpSchema, RequestPhoneCodeSchema, SlipsFoundSchema, SmsCodeRequestedSchema, TakeHelpSchema,
  WithdrawHelpSchema,
} from '@zhixin/shared/contract'
import { z } from 'zod'
import type { RandomAdapter } from './adapters'
import { type Api, checked, parse } from './api'
import type { Http } from './http'
import { newCommandId } from './ids'
import type { Session } from './session'
import { createWriteIntents } from './write-intents'

type Wish<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>
const Anything = z.object({})

/** What somebody does who cannot bind. Rejects with CodedError. */
export function createHelp({ api, http, random }: { api: Api; http: Http; random: RandomAdapter }) {
  const intents = createWriteIntents(random)
  const mine = async (asked: Promise<z.infer<typeof MyHelpSchema>>) => (await asked).request
  return {
    /** Before sign-in, too. */
    options: async () => parse(HelpOptionsSchema, (await http.call({ method: 'GET', path: '/binding-help/options' })).data),
    mine: () => mine(api.read('/binding-help/mine', MyHelpSchema)),
    ask: (wish: Wish<typeof AskHelpSchema>) =>
      mine(intents.once('/binding-help', wish, (path, input) => api.write(path, AskHelpSchema, MyHelpSchema, input as z.input<typeof AskHelpSchema>))),
    async addPaper({ path, name }: { path: string; name: string }) {
      const fields = { commandId: await newCommandId(random) }
      return mine(api.upload({ path: '/binding-help/mine/papers', filePath: path, fileName: name, fields }, MyHelpSchema))
    },
    withdraw: () => mine(intents.once('/binding-help/mine/withdrawal', {}, (path, input) => api.write(path, WithdrawHelpSchema, MyHelpSchema, input))),
    /** For whoever asked by telephone. */
    lookUp: async (input: z.input<typeof LookUpHelpSchema>) =>
      parse(HelpSeenSchema, (await http.call({ method: 'POST', path: '/binding-help/lookup', body: checked(LookUpHelpSchema, input) })).data),
  }
}
export type Help = ReturnType<typeof createHelp>

/** What window and hotline do for them. */
export function createHelpDesk({ api, random }: { api: Api; random: RandomAdapter }) {
  const intents = createWriteIntents(random)
  const at = (requestId: string, what = ''): string => `/desk/binding-help/${requestId}${what}`
  const isFor = <S extends z.ZodType>(input: unknown): z.input<S> => input as z.input<S>
  return {
    list: (show: 'open' | 'code_issued' | 'over') => api.read('/desk/binding-help', DeskHelpListSchema, { show }),
    one: (requestId: string) => api.readWithCan(at(requestId), DeskHelpDetailSchema, DeskHelpAbilitiesSchema),
    register: (wish: Wish<typeof RegisterHelpSchema>) =>
      intents.once('/desk/binding-help', wish, (path, input) => api.write(path, RegisterHelpSchema, HelpRegisteredSchema, isFor<typeof RegisterHelpSchema>(input))),
    take: (requestId: string) => intents.once(at(requestId, '/taking'), {}, (path, input) => api.write(path, TakeHelpSchema, DeskHelpDetailSchema, input)),
    refuse: (requestId: string, reason: string) =>
      intents.once(at(requestId, '/refusal'), { reason }, (path, input) => api.write(path, RefuseHelpSchema, DeskHelpDetailSchema, input)),
    issueCode: (requestId: string, wish: Wish<typeof IssueHelpCodeSchema>) =>
      intents.once(at(requestId, '/code'), wish, (path, input) => api.write(path, IssueHelpCodeSchema, HelpCodeSchema, isFor<typeof IssueHelpCodeSchema>(input))),
    requestPhoneCode: (requestId: string, phone: string) => api.write(at(requestId, '/phone-codes'), HelpPhoneCodeSchema, Anything, { phone }),
    confirmPhone: (requestId: string, wish: Wish<typeof ConfirmHelpPhoneSchema>) =>
      intents.once(at(requestId, '/phone'), wish, (path, input) =>
        api.write(path, ConfirmHelpPhoneSchema, DeskHelpDetailSchema, isFor<typeof ConfirmHelpPhoneSchema>(input))),
    /** A path that shows the picture. */
    picture: (requestId: string, attachmentId: string) => api.download(at(requestId, `/papers/${attachmentId}`), '证件.jpg'),
    findSlips: async (caseNumber: string) => (await api.write('/desk/slips/search', FindSlipsSchema, SlipsFoundSchema, { caseNumber })).slips,
    /** A path that opens the PDF. Each is another QR code. */
    slip: ({ caseId, personId }: { caseId: string; personId: string }) => api.download(`/cases/${caseId}/slips/${personId}`, '绑定单.pdf'),
  }
}
export type HelpDesk = ReturnType<typeof createHelpDesk>

/** One's own phones, as the court has them. */
export function createPhones(api: Api, session: Pick<Session, 'refreshMe'>) {
  return {
    /** To a new number, or to one confirmed before. Seconds until another code can be asked for. */
    requestCode: async (to: z.input<typeof RequestPhoneCodeSchema>) =>
      (await api.write('/me/phones/codes', RequestPhoneCodeSchema, SmsCodeRequestedSchema, to)).retryAfterSeconds,
    async change(input: z.input<typeof ChangePhoneSchema>): Promise<void> {
      await api.write('/me/phones', ChangePhoneSchema, MeSchema, input)
      await session.refreshMe()
    },
  }
}
