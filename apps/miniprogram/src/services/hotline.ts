import {
  AskCallBackSchema, type CallDraft, CallDraftKeptSchema, CallDraftSchema, CalledBackSchema, CallerCasesSchema, type CallView, CallViewSchema,
  CheckCallerSchema,
  EndCallSchema, FirstContactSchema, HotlineDeskSchema, OpenCallSchema, OpenMisconductCallSchema,
  SearchedSchema, SearchInCallSchema, TakeCallBackSchema, TellInCallSchema, ToldInCallSchema,
} from '@zhixin/shared/contract'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

type Wish<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>

/** What a clerk of the hotline does. Nothing of a call is kept on the machine: who rang, and what was typed, is the court's. Rejects with CodedError. */
export function createHotline(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const at = (callId: string, what = ''): string => `/hotline/calls/${callId}${what}`
  const isFor = <S extends z.ZodType>(input: unknown): z.input<S> => input as z.input<S>
  const change = <S extends z.ZodType>(path: string, schema: S, wish: Wish<S>): Promise<CallView> =>
    intents.once(path, wish as object, (to, input) => api.write(to, schema as unknown as z.ZodType<unknown, unknown>, CallViewSchema, input))

  return {
    desk: () => api.read('/hotline/desk', HotlineDeskSchema),
    firstContact: () => api.read('/hotline/first-contact', FirstContactSchema),
    pickUp: ({ line, number }: { line: 'hotline' | 'command_centre' | 'duty' | 'misconduct'; number?: string }) =>
      line === 'misconduct'
        ? change('/hotline/misconduct-calls', OpenMisconductCallSchema, {})
        : change('/hotline/calls', OpenCallSchema, { line, ...(number !== undefined && { number }) }),
    /** Of a caller who was not verified it says that they are to be, whatever is searched for. */
    search: (callId: string, wish: Wish<typeof SearchInCallSchema>) =>
      intents.once(at(callId, '/search'), wish, (path, input) => api.write(path, SearchInCallSchema, SearchedSchema, isFor<typeof SearchInCallSchema>(input))),
    check: (callId: string, wish: Wish<typeof CheckCallerSchema>) => change(at(callId, '/check'), CheckCallerSchema, wish),
    askCallBack: (callId: string, wish: Wish<typeof AskCallBackSchema>) => change(at(callId, '/call-back'), AskCallBackSchema, wish),
    takeCallBack: (callId: string) => change(`/hotline/call-backs/${callId}`, TakeCallBackSchema, {}),
    calledBack: (callId: string, wish: Wish<typeof CalledBackSchema>) => change(at(callId, '/called-back'), CalledBackSchema, wish),
    cases: async (callId: string) => (await api.read(at(callId, '/cases'), CallerCasesSchema)).cases,
    tell: (callId: string, wish: Wish<typeof TellInCallSchema>) =>
      intents.once(at(callId, '/telling'), wish, (path, input) => api.write(path, TellInCallSchema, ToldInCallSchema, isFor<typeof TellInCallSchema>(input))),
    keepDraft: (callId: string, draft: CallDraft) => api.write(at(callId, '/draft'), CallDraftSchema, CallDraftKeptSchema, draft, 'PUT'),
    end: (callId: string, wish: Wish<typeof EndCallSchema>) => change(at(callId, '/end'), EndCallSchema, wish),
  }
}
export type HotlineService = ReturnType<typeof createHotline>
