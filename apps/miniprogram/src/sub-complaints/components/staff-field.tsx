import type { z } from 'zod'
import type { ComplaintPeopleSchema } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { SearchField } from '@/components/search-field'
import { Sheet } from '@/components/sheet'

/** `about`: of them those whom the file is about. */
export type CourtPeople = z.infer<typeof ComplaintPeopleSchema> & { about?: z.infer<typeof ComplaintPeopleSchema>['staff'] }

interface Props {
  label: string
  people: CourtPeople
  chosen: readonly string[]
  /** Several may be named. */
  many?: boolean
  hint?: string | undefined
  error?: string | undefined
  onChange(chosen: string[]): void
}

/** Members of staff by name and department, from a list that can be searched: nobody has to know a number. */
export function StaffField({ label, people, chosen, many = false, hint, error, onChange }: Props) {
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const asked = search.trim()
  const found = people.staff.filter(({ name, department }) => asked === '' || name.includes(asked) || department.includes(asked))
  const names = people.staff.filter(({ staffId }) => chosen.includes(staffId)).map(({ name, department }) => `${name}（${department}）`)
  const choose = (staffId: string): void => {
    if (many) return onChange(chosen.includes(staffId) ? chosen.filter((one) => one !== staffId) : [...chosen, staffId])
    onChange([staffId])
    setOpen(false)
  }
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">{label}</Text>
      {names.length > 0 ? <Text className="zx-body">{names.join('、')}</Text> : null}
      <Button kind="plain" onTap={() => setOpen(true)}>{names.length > 0 ? '换人' : '选人'}</Button>
      {error ? <Text className="zx-caption zx-late">{error}</Text> : hint ? <Text className="zx-caption">{hint}</Text> : null}
      <Sheet open={open} title={label} onClose={() => setOpen(false)} footer={many ? <Button onTap={() => setOpen(false)}>选好了</Button> : undefined}>
        <View className="zx-stack">
          <SearchField value={search} onChange={setSearch} placeholder="搜姓名、部门" />
          <ChoiceList<string>
            choices={found.map(({ staffId, name, department }) => ({ value: staffId, title: name, note: department }))}
            chosen={chosen} onChoose={choose}
          />
          {found.length === 0 ? <Text className="zx-body">没有找到，请换几个字再搜。</Text> : null}
        </View>
      </Sheet>
    </View>
  )
}
