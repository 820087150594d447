import type { Member } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { TextField } from '@/components/text-field'
import './files.less'

const MOST = 20
const NOBODY: Member = { name: '', title: '', contact: '' }

interface Props {
  label: string
  members: readonly Member[]
  hint?: string | undefined
  error?: string | undefined
  onChange(members: Member[]): void
}

/** People of a task force, one under the other: name, title, office number. */
export function MembersField({ label, members, hint, error, onChange }: Props) {
  const shown = members.length > 0 ? members : [NOBODY]
  const set = (at: number, change: Partial<Member>): void => onChange(shown.map((one, i) => (i === at ? { ...one, ...change } : one)))
  return (
    <View className="zx-stack">
      <Text className="zx-body-strong">{label}</Text>
      {shown.map((one, i) => (
        <View key={i} className="zx-member">
          <TextField label={`第 ${i + 1} 位的姓名`} value={one.name} maxLength={30} onChange={(name) => set(i, { name })} />
          <TextField label="职务" value={one.title} maxLength={30} onChange={(title) => set(i, { title })} />
          <TextField label="办公电话" value={one.contact} maxLength={40} onChange={(contact) => set(i, { contact })} />
          {shown.length > 1 ? <Button kind="plain" onTap={() => onChange(shown.filter((_, at) => at !== i))}>去掉这一位</Button> : null}
        </View>
      ))}
      {shown.length < MOST ? <Button kind="plain" onTap={() => onChange([...shown, NOBODY])}>再加一位</Button> : null}
      {error ? <Text className="zx-caption zx-late">{error}</Text> : hint ? <Text className="zx-caption">{hint}</Text> : null}
    </View>
  )
}
