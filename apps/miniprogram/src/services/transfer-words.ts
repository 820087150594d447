import type { EntryView, Incoming, IncomingStands, TransferHitch, TransferView } from '@zhixin/shared/contract'
import { TakenOverNoticeSchema, TransferredNoticeSchema, TransferredNumberSchema, TransferUndoneNoticeSchema } from '@zhixin/shared/rules'
import type { SystemWords } from './system-words'

/** What an entry about another court says to people; undefined for any other. */
export function transferEntryWords({ type, body }: EntryView): SystemWords | undefined {
  switch (type) {
    case 'case.transferred_notice': {
      const { data } = TransferredNoticeSchema.safeParse(body)
      return data && { title: `案件移送${data.to.name}`, text: `依据${data.paper}，本案以后由${data.to.name}办理，电话 ${data.to.phone}。这里的沟通都保留，可以看，不能再写。` }
    }
    case 'case.transferred_number': {
      const { data } = TransferredNumberSchema.safeParse(body)
      return data && { title: `${data.to.name}已接收`, text: `新案号：${data.newCaseNumber}。电话 ${data.to.phone}。` }
    }
    case 'case.transfer_undone_notice': {
      const { data } = TransferUndoneNoticeSchema.safeParse(body)
      if (data?.refusedBy !== undefined) return { title: `${data.refusedBy}没有接收`, text: '本案仍由本院原承办人办理，您可以照常在这里留言。期限接着算。' }
      return data && { title: '撤回移送', text: `移送是误录，本案仍由本院原承办人办理，您可以照常在这里留言。原因：${data.reason}。` }
    }
    case 'case.taken_over_notice': {
      const { data } = TakenOverNoticeSchema.safeParse(body)
      return data && { title: `本案由${data.from.name}移送本院`, text: `原案号 ${data.formerNumber}。您和${data.from.name}以前的沟通在上面，都看得到。期限接着算，不重新开始。` }
    }
    default:
      return undefined
  }
}

/** In place of the writer, where another court has the case. */
export const goneWords = ({ name, phone, newCaseNumber }: { name: string; phone: string; newCaseNumber: string | null }): string =>
  `这件案件已移送${name}办理${newCaseNumber ? `，新案号 ${newCaseNumber}` : ''}。以前的沟通都保留着，可以看，不能再写。有事请联系${name}，电话 ${phone}。`

/** Why nothing goes to another court, and who does what about it. */
export function hitchWords(hitch: TransferHitch, court: string): string {
  switch (hitch) {
    case 'folder': return `还送不出去：本系统没有设置和${court}交换材料的文件夹。请系统管理员（信息中心）在服务器上设置 DROPS_DIR，或者接通对方的接口。设置好以后会自动送出，不用再登记。`
    case 'key': return `还送不出去：没有和${court}交换材料用的密钥，或者密钥已经过期。请系统管理员（信息中心）与对方约定密钥，写进密钥文件。`
    case 'unreachable': return `${court}的系统没有回应，会自动再送。`
    case 'refused': return `${court}的系统没有收下。请系统管理员（信息中心）与对方核对公钥、密钥和名录，会自动再送。`
  }
}

type Stands = NonNullable<TransferView['transferred']>['stands']
/** How far a case is on its way to another court. */
export const STANDS: Record<Stands, string> = {
  waits: '已登记，材料还没有交出去。', sent: '材料已经送出，在等对方收齐。', arrived: '对方法院已经收齐材料，在等对方决定是否接收。',
  recalling: '已请对方法院退回，在等对方回复。对方没有接收就会退回；已经接收的，仍由对方办理。', acknowledged: '对方法院已经接收。',
}

/** How a case stands that came from another court: in a word, how pressing it is, and a sentence. */
export function incomingWords({ stands, pieces, fromName, isTold }: Pick<Incoming, 'stands' | 'pieces' | 'fromName' | 'isTold'>): { word: string; tone: Tone; text: string } {
  const told = isTold ? `${fromName}已经知道。` : `正在告诉${fromName}。`
  switch (stands) {
    case 'arriving': return pieces.missing.length === 0 ? { word: '校验中', tone: 'warn', text: '材料到了，正在逐条校验。' } : {
      word: '材料没到齐', tone: 'warn',
      text: `到了 ${pieces.here} 份，共 ${pieces.of} 份。还缺第 ${shortList(pieces.missing)} 份，已告诉${fromName}，会自动补送。`,
    }
    case 'whole': return { word: '待接收', tone: 'warn', text: '材料已经到齐，逐条校验无误。' }
    case 'taking': return { word: '接收中', tone: 'warn', text: '正在并入本院案件。如果停了很久，请重新点一次接收。' }
    case 'taken': return { word: '已接收', tone: 'done', text: told }
    case 'refused': return { word: '没有接收', tone: 'plain', text: told }
    case 'recalled': return { word: '对方撤回', tone: 'plain', text: `${fromName}撤回了移送，不用办理。` }
    case 'broken': return { word: '校验不通过', tone: 'late', text: `材料与${fromName}签名的目录对不上，没有保留。${told}` }
  }
}
type Tone = 'plain' | 'warn' | 'late' | 'done'

const MOST_NAMED = 8
const shortList = (all: readonly number[]): string => `${all.slice(0, MOST_NAMED).join('、')}${all.length > MOST_NAMED ? ' 等' : ''}`

const BRIEF: Record<Stands | IncomingStands, string> = {
  waits: '还没送出', sent: '已送出', arrived: '对方已收齐', recalling: '等对方退回', acknowledged: '已办完', arriving: '没到齐', whole: '待接收', taking: '接收中',
  taken: '已接收', refused: '没有接收', recalled: '对方撤回', broken: '校验不通过',
}
/** The same for whoever keeps the exchange going: two or three characters. */
export const briefWords = (stands: Stands | IncomingStands): string => BRIEF[stands]
