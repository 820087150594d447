import { useDidShow, useRouter } from '@tarojs/taro'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { StoreView } from '@/components/store-view'
import type { Reader } from '@/hooks/use-reader'
import { useValue } from '@/platform/use-value'
import { Sender } from '../../sender'
import { Staff } from '../../staff'

/** An urgent clue: for its sender the way to raise it and how far it has got; for the court to take it. */
export default function UrgentPage() {
  const { caseId = '', personId = '' } = useRouter().params
  return <ReaderPage title="紧急线索">{(reader) => <Urgent key={`${reader.me.kind}/${caseId}/${personId}`} reader={reader} caseId={caseId} personId={personId} />}</ReaderPage>
}

function Urgent({ reader: { me, account }, caseId, personId }: { reader: Reader; caseId: string; personId: string }) {
  const [store] = useState(() => account.urgent({ caseId, personId }))
  const { view, can, isLoading, error } = useValue(store)
  useEffect(() => {
    void store.load()
    return store.stop
  }, [store])
  useDidShow(() => void store.load())
  return (
    <PageShell title="紧急线索">
      <View className="zx-pad">
        <StoreView value={view} loading={isLoading} error={error} onRetry={() => void store.load()} what="正在打开紧急线索">
          {(known) => (me.kind === 'staff' ? <Staff view={known} can={can!} store={store} /> : <Sender view={known} canRaise={can!.raise} store={store} />)}
        </StoreView>
      </View>
    </PageShell>
  )
}
