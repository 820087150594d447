import { View } from '@tarojs/components'
import { CaseList } from '@/cases/case-list'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { open } from '@/platform/navigation'

export default function CasesPage() {
  return (
    <ReaderPage title="案件">
      {({ me, account }) => (
        <PageShell title={me.kind === 'staff' ? '案件' : '我的案件'} root wide foot={<MainNav current="cases" />}>
          <View className="zx-pad">
            <CaseList store={account.cases} onOpen={(caseId) => open('case', { caseId })} />
          </View>
        </PageShell>
      )}
    </ReaderPage>
  )
}
