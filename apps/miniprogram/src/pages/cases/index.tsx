import { View } from '@tarojs/components'
import { CaseList } from '@/cases/case-list'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { SealsToDecide } from '@/components/seals-to-decide'
import { UrgentCards } from '@/components/urgent-cards'
import { open } from '@/platform/navigation'

export default function CasesPage() {
  return (
    <ReaderPage title="案件">
      {({ me, can, account }) => (
        <PageShell title={me.kind === 'staff' ? '案件' : '我的案件'} root wide foot={<MainNav current="cases" />}>
          <View className="zx-stack zx-pad">
            {can.may.includes('urgent.list') && !can.workList ? <UrgentCards account={account} /> : null}
            {can.may.includes('seals.list') && !can.workList ? <SealsToDecide account={account} /> : null}
            <CaseList store={account.cases} asks={me.kind === 'person'} onOpen={(caseId) => open('case', { caseId })} />
          </View>
        </PageShell>
      )}
    </ReaderPage>
  )
}
