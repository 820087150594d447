import { useRouter } from '@tarojs/taro'
import { ReaderPage } from '@/components/reader-page'
import { Thread } from '../../thread/thread'

/** One person and the court about one case. */
export default function ThreadPage() {
  const { caseId = '', personId = '' } = useRouter().params
  return (
    <ReaderPage title="沟通">
      {(reader) => <Thread key={`${reader.account.me.kind}/${caseId}/${personId}`} reader={reader} caseId={caseId} personId={personId} />}
    </ReaderPage>
  )
}
