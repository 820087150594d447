import type { CaseState, CourtProfile, NoticesConfig, PushSource, PushWords } from '@zhixin/shared/rules'
import { maskedCaseNumber } from '@zhixin/shared/rules'

export interface WordsParts {
  court: CourtProfile
  config: NoticesConfig
  /** Who handles a case, as its people know them: a name and an office phone. */
  handler(file: CaseState): Promise<{ name: string; officePhone: string } | undefined>
}

/** Also says that a push is no service of a document (rules X-34). As long as a `thing` of WeChat's takes: 20 characters. */
const LOOK = '打开执信看；这是提醒，不是送达'

/** What a message about a notice may say: the court, the case, the node and its day, who handles it, and the way in (push-rules: content_allowed). */
export function createWords({ court, config, handler }: WordsParts) {
  const wanted = new Set<PushSource>(Object.values(config.wechat_templates).flatMap(({ fields }) => Object.values(fields)))
  const asksWho = wanted.has('handler') || wanted.has('handler_phone')

  return async (file: CaseState, { label, day }: { label: string; day: string }): Promise<PushWords> => {
    const who = asksWho ? await handler(file) : undefined
    return {
      court: court.name, case_number: file.caseNumber, case_number_masked: maskedCaseNumber(file.caseNumber), label, day,
      handler: who?.name ?? '', handler_phone: who?.officePhone ?? '', hotline: court.hotline, misconduct: court.phones.misconduct.numbers[0]!, entry: LOOK,
    }
  }
}
export type Words = ReturnType<typeof createWords>
