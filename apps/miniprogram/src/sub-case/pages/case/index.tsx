import { useRouter } from '@tarojs/taro'
import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { UrgentEntry } from '@/components/urgent-entry'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { callPhone } from '@/platform/phone'
import { useDisplay } from '@/platform/use-display'
import type { Reader } from '@/hooks/use-reader'
import { answering, answeringWords, awayWords } from '@/services/roles'
import { goneWords } from '@/services/transfer-words'
import { Filings } from '../../filings'
import { MyTimeLine, useMyProgress, WhereItStands } from '../../progress/my-progress'
import { SideFirst } from '../../side-first'
import { Linked, Standing } from '../../standing'
import { Slips } from '../../slips'
import { StaffProgress } from '../../staff-progress'
import { Threads } from '../../threads'
import { Timeline } from '../../timeline'

/** One case: who handles it and how to reach them, how it stands, what has happened. */
export default function CasePage() {
  const caseId = useRouter().params.caseId ?? ''
  return <ReaderPage title="案件">{(reader) => <Case caseId={caseId} reader={reader} />}</ReaderPage>
}

function Case({ caseId, reader: { me, can: mayI, account } }: { caseId: string; reader: Reader }) {
  const { elder } = useDisplay()
  const resource = useResource(caseId, () => account.cases.detail(caseId))
  const { reload } = resource
  // The first words of what was sealed stand in the list of threads.
  useEffect(() => account.putAway.onPutAway((key) => key.caseId === caseId && reload()), [account, caseId, reload])
  const isStaff = me.kind === 'staff'
  const now = nowHere()
  const prints = isStaff && mayI.may.includes('slips.print')
  const own = me.kind === 'person' ? me.personId : undefined
  const progress = useMyProgress(account, own === undefined ? null : caseId)
  return (
    <PageShell title="案件">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开案件">
          {({ detail: data, can, isFresh }) => (
            <View className="zx-stack">
              {isFresh ? null : <View className="zx-note zx-note--warn"><Text>网络不通，下面是上次看到的内容</Text></View>}
              <View className="zx-stack--tight">
                <View className="zx-row zx-row--between zx-row--wrap">
                  <Text className="zx-headline">{data.cause}</Text>
                  <Tag tone={data.status === 'open' && !data.transferred ? 'ink' : 'plain'}>{data.transferred ? '已移送' : data.status === 'open' ? '正在执行' : '已结案'}</Tag>
                </View>
                <Text className="zx-body zx-number" userSelect>{data.caseNumber}</Text>
                <Text className="zx-caption">我是{data.myRole} · {data.department}</Text>
              </View>
              {data.transferred ? (
                <View className="zx-note zx-note--warn">
                  <View><Text className="zx-body-strong">{goneWords(data.transferred)}</Text></View>
                  <Button kind="plain" onTap={() => callPhone(data.transferred!.phone)}>拨打{data.transferred.name} {data.transferred.phone}</Button>
                </View>
              ) : null}
              {data.former ? <View className="zx-note"><Text className="zx-body">本案由{data.former.name}移送（原案号 {data.former.caseNumber}），以前的沟通在“沟通”里能看到。</Text></View> : null}
              {own && data.mySide ? (
                <SideFirst
                  account={account} thread={{ caseId, personId: own }} side={data.mySide} data={data} canTalk={can.openThread}
                  stands={<WhereItStands progress={progress} common={data.timeline} />}
                />
              ) : null}
              {own && can.openThread && !data.transferred ? <UrgentEntry account={account} caseId={caseId} personId={own} /> : null}
              {isStaff ? <Threads threads={data.threads} /> : null}
              {isStaff ? <StaffProgress caseId={caseId} progress={account.progress} /> : null}
              {data.transferred ? null : (
                <Section title="谁在办理">
                  {awayWords(data.handlers, now).map((words) => <View key={words} className="zx-note zx-note--warn"><Text className="zx-body">{words}</Text></View>)}
                  {answering(data.handlers, now).map((one) => (
                    <ListRow
                      key={`${one.name}${one.lastDay}`} title={answeringWords(one)} note={`办公电话 ${one.officePhone}`} value={<Text className="zx-link">拨打</Text>}
                      label={`拨打${one.name}的办公电话`} onTap={() => callPhone(one.officePhone)}
                    />
                  ))}
                </Section>
              )}
              {elder ? null : (
                <Section title="当事人">
                  {data.parties.map(({ name, role }) => <ListRow key={`${role}${name}`} title={name} value={role} />)}
                </Section>
              )}
              <Standing caseId={caseId} isStaff={isStaff} service={account.standing} />
              <Linked linked={data.linked} />
              {isStaff ? <Filings caseId={caseId} account={account} /> : null}
              {prints ? <Slips caseId={caseId} people={data.threads} /> : null}
              {own ? <MyTimeLine progress={progress} common={data.timeline} /> : <Timeline items={data.timeline} />}
              {isStaff ? <Button kind="plain" onTap={() => open('serve', { caseId })}>电子送达</Button> : null}
              {isStaff ? null : <Button kind="plain" onTap={() => open('complain', { caseId, caseNumber: data.caseNumber })}>对这件案子的办理有意见</Button>}
              {isStaff ? <Button kind="plain" onTap={() => open('papers', { place: 'case', fileId: caseId })}>法院文书</Button> : null}
              {isStaff ? <Button kind="plain" onTap={() => open('termination', { caseId })}>终本证据清单</Button> : null}
              {isStaff && can.readAccounts ? <Button kind="plain" onTap={() => open('accounts', { caseId })}>收款账户</Button> : null}
              {mayI.may.includes('transfers.take_in') ? <Button kind="plain" onTap={() => open('transfer', { caseId })}>{data.transferred ? '看移送情况' : '移送其他法院'}</Button> : null}
              {can.handOver ? <Button kind="plain" onTap={() => open('handOver', { caseId })}>移交案件</Button> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
