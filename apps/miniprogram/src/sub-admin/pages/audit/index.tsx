import { Picker, Text, View } from '@tarojs/components'
import { dayOf } from '@zhixin/shared/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ListRow } from '@/components/list-row'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { useSettled } from '@/hooks/use-settled'
import { nowHere } from '@/platform/now'
import { momentWords } from '@/services'

const WHAT = { case: '看了案件', thread: '看了沟通', other: '看了案卷' } as const

/** Who opened which file, and who changed whose office. No party's name, no word of a thread. */
export default function AuditPage() {
  return <ReaderPage title="审计">{(reader) => <Audit {...reader} />}</ReaderPage>
}

function Audit({ account: { staffing } }: Reader) {
  const [kind, setKind] = useState<'openings' | 'changes'>('openings')
  const [day, setDay] = useState('')
  const [number, setNumber] = useState('')
  const [page, setPage] = useState(1)
  const asked = useSettled(number.trim())
  const now = nowHere()
  const query = { ...(day && { day }), ...(asked && { staffNumber: asked }), page }
  const lines = useResource(JSON.stringify([kind, query]), async () => {
    if (kind === 'openings') {
      const { openings, hasMore } = await staffing.openings(query)
      return { hasMore, lines: openings.map(({ at, name, number: of, role, caseNumber, what }) => (
        { at, title: `${name}（${of}）${WHAT[what]}`, note: [momentWords(at, now), caseNumber, `身份：${role || '其他'}`].join(' · ') }
      )) }
    }
    const { changes, hasMore } = await staffing.changes(query)
    return { hasMore, lines: changes.map(({ at, name, number: of, by, type, detail }) => (
      { at, title: `${name}（${of}）${type}`, note: [momentWords(at, now), detail, `由${by}办理`].filter(Boolean).join(' · ') }
    )) }
  })
  const anew = (change: () => void) => {
    change()
    setPage(1)
  }
  return (
    <PageShell title="审计" root wide foot={<MainNav current="audit" />}>
      <View className="zx-stack zx-pad">
        <ChoiceList choices={[{ value: 'openings', title: '谁看过案卷' }, { value: 'changes', title: '人员和岗位变更' }]} chosen={kind} onChoose={(value) => anew(() => setKind(value))} />
        <Picker mode="date" value={day || dayOf(now)} onChange={(event) => anew(() => setDay(event.detail.value))}>
          <ListRow title="哪一天" value={<Text className="zx-link">{day || '所有日期'}</Text>} />
        </Picker>
        {day ? <Button kind="plain" onTap={() => anew(() => setDay(''))}>看所有日期</Button> : null}
        <TextField label="工号" value={number} onChange={(value) => anew(() => setNumber(value))} placeholder="不填就看所有人" />
        <ResourceView resource={lines}>
          {({ lines: found, hasMore }) => (
            <View className="zx-stack">
              <Section title={`第 ${page} 页`}>
                {found.length === 0 ? <ListRow title="没有记录" /> : null}
                {found.map(({ at, title, note }, i) => <ListRow key={`${at}${i}`} title={title} note={note} />)}
              </Section>
              {page > 1 ? <Button kind="plain" onTap={() => setPage(page - 1)}>上一页</Button> : null}
              {hasMore ? <Button kind="plain" onTap={() => setPage(page + 1)}>下一页</Button> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
