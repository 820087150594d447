import { Text, View } from '@tarojs/components'
import type { DutyRoster, ShiftView } from '@zhixin/shared/contract'
import { useState } from 'react'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { explain, momentWords } from '@/services'
import { NewShift } from '../../new-shift'

/** Who is called while a handler is away and named nobody, now and later. Reading it and changing it are two permissions. */
export default function RosterPage() {
  return <ReaderPage title="值班表">{(reader) => <Roster {...reader} />}</ReaderPage>
}

function Roster({ can, account: { staffing } }: Reader) {
  const maySet = can.may.includes('roster.set')
  const roster = useResource('roster', staffing.roster)
  const [removing, setRemoving] = useState<ShiftView | null>(null)
  const remove = useAction(async ({ staffId, of }: ShiftView) => {
    await staffing.removeDuty(staffId, of)
    setRemoving(null)
    roster.reload()
  })
  const close = () => {
    setRemoving(null)
    remove.clear()
  }
  return (
    <PageShell title="值班表">
      <ResourceView resource={roster}>
        {(found) => (
          <View className="zx-stack zx-pad">
            <NowOnDuty roster={found} />
            <Section title="班次">
              {found.shifts.length === 0 ? <ListRow title="还没有排班" note={maySet ? '在下面“加一个班次”里排' : '由指挥中心排班'} /> : null}
              {found.shifts.map((shift) => (
                <ListRow
                  key={`${shift.staffId}${shift.of}`} title={`${shift.name}${shift.now ? '（正在值班）' : ''}`} note={spanWords(shift)}
                  value={maySet ? <Text className="zx-link">撤下</Text> : undefined} onTap={maySet ? () => setRemoving(shift) : undefined}
                />
              ))}
            </Section>
            {maySet ? <NewShift candidates={found.candidates} onSet={async (staffId, shift) => {
              await staffing.giveDuty(staffId, shift)
              roster.reload()
            }} /> : null}
          </View>
        )}
      </ResourceView>
      {removing ? (
        <ConfirmSheet open title="撤下这个班次？" confirm="撤下" danger busy={remove.busy} onConfirm={() => remove.run(removing)} onClose={close}>
          <Text className="zx-body-strong">{removing.name}</Text>
          <Text className="zx-body">{spanWords(removing)}</Text>
          <Text className="zx-body">{removing.now ? '马上不再算值班。' : ''}这段时间没有别人的班次时，呼叫所有在岗的值班人员。</Text>
          {remove.error ? <Text className="zx-body zx-late">{explain(remove.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </PageShell>
  )
}

const spanWords = ({ from, until }: Pick<ShiftView, 'from' | 'until'>): string => `${momentWords(from, nowHere())} 到 ${momentWords(until, nowHere())}`

/** A shift whose holder is away is not kept: whoever the court calls now is what the server says. */
function NowOnDuty({ roster: { onDuty, shifts } }: { roster: DutyRoster }) {
  const isKept = onDuty.some(({ id }) => shifts.some((shift) => shift.now && shift.staffId === id))
  return (
    <Section title="现在值班">
      {isKept ? null : (
        <View className="zx-pad">
          <Text className="zx-body">
            {onDuty.length > 0 ? '现在没有人当班。需要值班人员时，呼叫下面这些人：' : '现在没有人当班，也没有在岗的值班人员可以呼叫。请马上排班，或请局长安排。'}
          </Text>
        </View>
      )}
      {onDuty.map(({ id, name, officePhone }) => <ListRow key={id} title={name} note={`办公电话 ${officePhone}`} />)}
    </Section>
  )
}
