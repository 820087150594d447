import { Picker, Text, View } from '@tarojs/components'
import '../date-field/index.less'

interface Props {
  label: string
  /** HH:MM, or nothing. */
  value: string
  onChange: (time: string) => void
}

/** A time of day, chosen from a clock: nobody has to type one. */
export function TimeField({ label, value, onChange }: Props) {
  return (
    <View className="zx-field">
      <Text className="zx-body-strong">{label}</Text>
      {process.env.TARO_ENV === 'h5' ? (
        <View className="zx-field__line">
          <input className="zx-date" type="time" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />
        </View>
      ) : (
        <Picker mode="time" value={value} onChange={(event) => onChange(String(event.detail.value))}>
          <View className="zx-field__line"><Text className={value ? 'zx-body' : 'zx-caption'}>{value || '点这里选时间'}</Text></View>
        </Picker>
      )}
      {/* Browsers write a time in the way of their own language. */}
      {process.env.TARO_ENV === 'h5' && value ? <Text className="zx-caption">{value}（24 小时制）</Text> : null}
    </View>
  )
}
