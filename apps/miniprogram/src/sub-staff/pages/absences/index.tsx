import { Picker, Text, View } from '@tarojs/components'
import { addDays, dayOf, instantOf } from '@zhixin/shared/rules'
import type { AbsenceView, MyAbsences } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { dateWords, explain } from '@/services'
import { AbsenceRows } from '../../absence-rows'

const NOBODY = 'nobody'

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
            <NewAbsence deputies={all.deputies} onSet={async (absence) => {
              await staffing.leave(staffId, absence)
              reload()
            }} />
            {leads ? (
              <Section title="团队外出">
                {team.value?.absences.length === 0 ? <ListRow title="团队没有人外出" /> : null}
                <AbsenceRows named absences={team.value?.absences ?? []} onEnd={setEnding} />
              </Section>
            ) : null}
          </View>
        )}
      </ResourceView>
      {ending ? (
        <ConfirmSheet open title={ending.now ? '已经回来了？' : '取消这次外出？'} confirm="确定" busy={end.busy} onConfirm={() => end.run(ending)} onClose={() => setEnding(null)}>
          <Text className="zx-body">代理马上结束，当事人会看到重新由{ending.name}答复。</Text>
          {end.error ? <Text className="zx-body zx-late">{explain(end.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </PageShell>
  )
}

interface NewAbsenceProps {
  deputies: MyAbsences['deputies']
  onSet: (absence: { from: string; until: string; reason: string; deputyId: string | null }) => Promise<void>
}

/** Whole days, the last one included; one that begins today begins now. */
function NewAbsence({ deputies, onSet }: NewAbsenceProps) {
  const today = dayOf(nowHere())
  const [from, setFrom] = useState(today)
  const [last, setLast] = useState(today)
  const [reason, setReason] = useState('')
  const [deputy, setDeputy] = useState('')
  const save = useAction(async () => {
    const begins = from === today ? new Date(Date.parse(nowHere())).toISOString() : instantOf(from, 0)
    await onSet({ from: begins, until: instantOf(addDays(last, 1), 0), reason: reason.trim(), deputyId: deputy === NOBODY ? null : deputy })
    setReason('')
    setDeputy('')
  })
  const day = (label: string, value: string, onChange: (next: string) => void) => (
    <Picker mode="date" value={value} start={today} onChange={(event) => onChange(event.detail.value)}>
      <ListRow title={label} value={<Text className="zx-link">{dateWords(value)}</Text>} />
    </Picker>
  )
  return (
    <Section title="登记外出">
      {day('从哪天起', from, (next) => {
        setFrom(next)
        if (last < next) setLast(next)
      })}
      {day('到哪天（含当天）', last, setLast)}
      <View className="zx-stack zx-pad">
        <TextField label="事由" value={reason} onChange={setReason} maxLength={200} placeholder="年休假、出差、开会……当事人看不到" />
        <Text className="zx-body-strong">由谁代为答复</Text>
        <ChoiceList<string>
          choices={[...deputies.map(({ id, name }) => ({ value: id, title: name })), { value: NOBODY, title: '不指定', note: '由指挥中心值班人员答复' }]}
          chosen={deputy} onChoose={setDeputy}
        />
        <Text className="zx-caption">答复时限不会因外出停止。当事人会看到您外出到哪天、由谁代为答复。</Text>
        {save.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(save.error)}</Text></View> : null}
        <Button busy={save.busy} disabled={reason.trim().length < 2 || deputy === '' || last < from} onTap={save.run}>登记外出</Button>
      </View>
    </Section>
  )
}
