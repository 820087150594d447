import { Picker, Text, View } from '@tarojs/components'
import { dateWords } from '@/services/format'
import './index.less'

interface Props {
  label: string
  /** YYYY-MM-DD, or nothing. */
  value: string
  onChange: (day: string) => void
  /** The first and last day that can be chosen. */
  from?: string
  until?: string
  hint?: string
  error?: string
}

/** A day, chosen from a calendar: nobody has to type one. */
export function DateField({ label, value, onChange, from, until, hint, error }: Props) {
  // Browsers write a day in the order of their own language.
  const said = process.env.TARO_ENV === 'h5' && value ? dateWords(value) : ''
  return (
    <View className="zx-field">
      <Text className="zx-body-strong">{label}</Text>
      {process.env.TARO_ENV === 'h5' ? (
        <View className={`zx-field__line ${error ? 'zx-field__line--wrong' : ''}`}>
          <input className="zx-date" type="date" aria-label={label} value={value} min={from} max={until} onChange={(event) => onChange(event.target.value)} />
        </View>
      ) : (
        <Picker mode="date" value={value} start={from} end={until} onChange={(event) => onChange(String(event.detail.value))}>
          <View className={`zx-field__line ${error ? 'zx-field__line--wrong' : ''}`}>
            <Text className={value ? 'zx-body' : 'zx-caption'}>{value ? dateWords(value) : '点这里选日期'}</Text>
          </View>
        </Picker>
      )}
      {error ? <Text className="zx-caption zx-late">{error}</Text> : said || hint ? <Text className="zx-caption">{said || hint}</Text> : null}
    </View>
  )
}
