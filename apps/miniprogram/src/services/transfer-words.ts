import type { EntryView } from '@zhixin/shared/contract'
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
