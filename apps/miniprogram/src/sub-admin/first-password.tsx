import { Text, View } from '@tarojs/components'

/** A password that is shown once. */
export function FirstPassword({ value }: { value: string }) {
  return (
    <View className="zx-note zx-note--done">
      <View><Text className="zx-headline zx-number" userSelect>{value}</Text></View>
      <Text className="zx-body">首次密码只显示这一次。请当面交给本人；本人登录后要先换成自己的密码。</Text>
    </View>
  )
}
