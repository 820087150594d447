import type { Stream } from '@zhixin/shared/ids'

/** The doors in plain words: what each is for, and who reads it. What happens then, and by when, the court's own configuration says. */
export const DOORS: readonly { stream: Stream; title: string; reader: string }[] = [
  { stream: 'feedback', title: '办案不规范：联系不上、拖着不办、态度不好', reader: '由承办这件案子的法官答复。被反映的人能看到，可以说明情况，但不能自己处理。' },
  { stream: 'petition', title: '信访：对处理不满意，要求解决问题', reader: '由执行指挥中心登记，报院领导批给专门部门办理。' },
  { stream: 'discipline', title: '举报执行人员违法违纪', reader: '只交给纪检监察人员，别人看不到。可以不留姓名。反映院长、纪检监察人员的，移送上级法院办，您也可以直接向上级法院的纪检监察部门反映。' },
  { stream: 'inquiry', title: '咨询、提意见', reader: '由工作人员回答。' },
]
export const titleOf = (stream: Stream): string => DOORS.find((door) => door.stream === stream)!.title

export const BY_WORDS = { person: '用我在法院登记的姓名', named: '留下姓名', anonymous: '不留姓名' } as const
export const KIND_WORDS = { picture: '照片', voice: '录音', file: '文件' } as const
/** What of a workflow's own questions whoever complains can answer; the others are the desk's. */
export const ASKED_HERE: ReadonlySet<string> = new Set(['kind', 'residence'])
