import { Search } from '@nutui/icons-react-taro'
import { Input, Text, View } from '@tarojs/components'
import { Tappable } from '../tappable'
import './index.less'

interface Props {
  value: string
  onChange: (value: string) => void
  placeholder: string
}

export function SearchField({ value, onChange, placeholder }: Props) {
  return (
    <View className="zx-search">
      <Search className="zx-search__icon" />
      <Input className="zx-field__input" value={value} placeholder={placeholder} maxlength={60} aria-label={placeholder} confirmType="search"
        placeholderClass="zx-field__placeholder" onInput={(event) => onChange(event.detail.value)} />
      {value ? <Tappable className="zx-search__clear" label="清除" onTap={() => onChange('')}><Text>清除</Text></Tappable> : null}
    </View>
  )
}
