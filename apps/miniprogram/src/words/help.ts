import type { DeskHelpItem, HelpSeen } from '@zhixin/shared/contract'
import type { Check } from '@zhixin/shared/rules'
import type { Tone } from '@/components/tag'
import { clockSentence } from '@/services/format'

export const HELP_STATUS: Record<HelpSeen['status'], { word: string; tone: Tone }> = {
  waiting: { word: '等待办理', tone: 'ink' },
  taken: { word: '正在办理', tone: 'ink' },
  code_issued: { word: '绑定码已交给您', tone: 'done' },
  phone_confirmed: { word: '手机号已登记', tone: 'done' },
  refused: { word: '没有办成', tone: 'late' },
  withdrawn: { word: '已撤回', tone: 'plain' },
  bound: { word: '已绑定', tone: 'done' },
}
/** What the asker may do now, in one sentence. */
export const HELP_NEXT: Record<HelpSeen['status'], string> = {
  waiting: '窗口或热线会核对您的身份。请带齐材料到窗口，或等法院打电话。法院只会打您在法院留过的号码。',
  taken: '工作人员已经接下，正在核对。',
  code_issued: '请回到绑定页，选“用窗口绑定码”，填姓名、证件号和工作人员给您的绑定码。绑定码 2 小时内有效；过期了请再来电话或到窗口。',
  phone_confirmed: '现在可以用这个手机号绑定身份了。',
  refused: '可以补齐材料后再求助一次，或到窗口、打热线问清楚。',
  withdrawn: '需要时可以再求助一次。',
  bound: '身份已经绑定，可以看案件了。',
}

export const CHECKS: Record<Check, string> = {
  document_original: '看了证件原件',
  face_matches: '人和证件照片是同一人',
  called_known_number: '打的是下面这个法院已确认的号码，本人接的',
  case_facts: '问了案件情况，答得上',
  unit_papers: '看了营业执照、单位授权书',
  guardianship: '看了监护关系证明',
  inheritance: '看了死亡、亲属或继承证明',
  old_phone_read_out: '旧手机还在本人手里',
}
export const WAYS: Record<DeskHelpItem['way'], string> = { app: '手机上求助', telephone: '电话求助', window: '窗口求助' }
export const PHONE_SOURCES: Record<string, string> = { self: '本人留在案卷里', app: '本人在执信里确认', window: '本人在窗口确认' }

/** 11月23日 周一 24:00 前办好, 已超过目标 2 天. A service target of the court's own. */
export const helpClock = (targetAt: string, now: string): string => clockSentence(targetAt, now).replace('须答复', '办好')
