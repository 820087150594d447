import { Text, View } from '@tarojs/components'
import { clockWords } from '@/services/format'

/** A one-time code, big enough to be read out or copied. It is shown once. */
export function IssuedCode({ code, expiresAt, isCall }: { code: string; expiresAt: string; isCall: boolean }) {
  return (
    <View className="zx-note zx-note--done">
      <Text className="zx-body">{isCall ? '请慢慢念给对方，请对方念回来一遍' : '请抄给本人，当面交到手里'}</Text>
      <View><Text className="zx-headline zx-number" userSelect>{code.slice(0, 4)} {code.slice(4)}</Text></View>
      <View><Text className="zx-body">{clockWords(expiresAt)} 前有效，只能用一次。离开这一页就看不到了；不要发短信、微信给任何人。</Text></View>
    </View>
  )
}
