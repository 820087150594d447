import { Text, View } from '@tarojs/components'
import type { AbsenceView } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { explain } from '@/services'
import { AbsenceForm } from '../../absence-form'
import { AbsenceRows } from '../../absence-rows'
import { TeamAbsence } from '../../team-absence'

/** When one is away, and who answers meanwhile; for leaders, the same of those they lead. */
export default function AbsencesPage() {
  return <ReaderPage title="我的外出">{(reader) => <Absences {...reader} />}</ReaderPage>
}

function Absences({ me, can, account: { staffing } }: Reader) {
  const leads = can.may.includes('absence.team')
  const staffId = me.kind === 'staff' ? me.staffId : ''
  const mine = useResource('mine', staffing.mine)
  const team = useResource(`team${leads}`, async () => (leads ? staffing.team() : { absences: [], members: [] }))
  const [ending, setEnding] = useState<AbsenceView | null>(null)
  const [naming, setNaming] = useState(false)
  const reload = () => {
    mine.reload()
    team.reload()
  }
  const end = useAction(async (absence: AbsenceView) => {
    await staffing.comeBack(absence.staffId, absence.of)
    setEnding(null)
    reload()
  })
  return (
    <PageShell title="我的外出">
      <ResourceView resource={mine}>
        {(all) => (
          <View className="zx-stack zx-pad">
            {all.iStandInFor.length > 0 ? (
              <View className="zx-note"><Text className="zx-body">您正在代{all.iStandInFor.map(({ name }) => name).join('、')}答复，他们的案件在您的待办里。</Text></View>
            ) : null}
            <Section title="已登记的外出">
              {all.absences.length === 0 ? <View className="zx-pad"><Text className="zx-body">没有登记外出。</Text></View> : null}
              <AbsenceRows absences={all.absences} onEnd={setEnding} />
            </Section>
            <Section title="登记外出">
              <View className="zx-pad">
                <AbsenceForm who="您" deputies={all.deputies} onSet={async (absence) => {
                  await staffing.leave(staffId, absence)
                  reload()
                }} />
              </View>
            </Section>
            {leads ? (
              <Section title="团队外出">
                {team.value?.absences.length === 0 ? <ListRow title="团队没有人外出" /> : null}
                <AbsenceRows named absences={team.value?.absences ?? []} onEnd={setEnding} />
                {team.error ? <View className="zx-pad"><Text className="zx-body zx-late">{explain(team.error)}</Text></View> : null}
                <View className="zx-pad"><Button kind="plain" onTap={() => setNaming(true)}>登记团队成员外出</Button></View>
              </Section>
            ) : null}
          </View>
        )}
      </ResourceView>
      {naming && team.value ? (
        <TeamAbsence members={team.value.members} onClose={() => setNaming(false)} onSet={async (memberId, absence) => {
          await staffing.leave(memberId, absence)
          reload()
        }} />
      ) : null}
      {ending ? (
        <ConfirmSheet open title={ending.now ? '已经回来了？' : '取消这次外出？'} confirm="确定" busy={end.busy} onConfirm={() => end.run(ending)} onClose={() => setEnding(null)}>
          <Text className="zx-body">代理马上结束，当事人会看到重新由{ending.name}答复。</Text>
          {end.error ? <Text className="zx-body zx-late">{explain(end.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </PageShell>
  )
}
