import { View } from '@tarojs/components'
export default function Entry() {
  return <View>执信</View>
}
