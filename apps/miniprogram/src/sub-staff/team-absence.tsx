import { Text } from '@tarojs/components'
import type { TeamAbsences } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { Sheet } from '@/components/sheet'
import { AbsenceForm, type NewAbsence } from './absence-form'

interface Props {
  members: TeamAbsences['members']
  onSet: (staffId: string, absence: NewAbsence) => Promise<void>
  onClose: () => void
}

/** A leader says that somebody they lead is away: fallen ill, called off. Deputies offered are of that person's department; the server decides. */
export function TeamAbsence({ members, onSet, onClose }: Props) {
  const [staffId, setStaffId] = useState('')
  const chosen = members.find((one) => one.id === staffId)
  const deputies = members.filter((one) => chosen && one.handles && one.id !== staffId && one.department === chosen.department)
  return (
    <Sheet open title={chosen ? `登记${chosen.name}外出` : '登记谁外出'} onClose={onClose}>
      {chosen ? (
        <>
          <Button kind="plain" onTap={() => setStaffId('')}>换一个人</Button>
          <AbsenceForm key={staffId} who={chosen.name} deputies={deputies} onSet={async (absence) => {
            await onSet(staffId, absence)
            onClose()
          }} />
        </>
      ) : (
        <>
          {members.length === 0 ? <Text className="zx-body">团队里还没有别人。</Text> : null}
          <ChoiceList<string>
            choices={members.map(({ id, name, department }) => ({ value: id, title: name, note: department }))} chosen={staffId} onChoose={setStaffId}
          />
        </>
      )}
    </Sheet>
  )
}
