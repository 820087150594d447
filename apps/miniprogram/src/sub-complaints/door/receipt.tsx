import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { useAction } from '@/hooks/use-action'
import { copyText } from '@/platform/clipboard'
import { restart } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { services } from '@/platform/services'
import type { DoorReceipt } from '@/services'
import { explain } from '@/services/errors'
import { momentWords } from '@/services/format'
import './receipt.less'

const isH5 = process.env.TARO_ENV === 'h5'

/** The number and the code, large, once. They stay until their owner says that they have them: then this phone forgets all of it. */
export function ReceiptShown({ receipt: { receipt, followUp, receivedAt, told, next, isEarlier } }: { receipt: DoorReceipt }) {
  const copy = useAction(() => copyText(`受理编号 ${receipt}  查询码 ${followUp}`))
  const done = useAction(async () => {
    await services.complaintDoor.clear()
    restart('entry')
  })
  return (
    <View className="zx-stack zx-door-receipt">
      <Text className="zx-headline">法院收到了</Text>
      {isEarlier ? <View className="zx-note zx-note--warn"><Text className="zx-body">上一次其实已经收到，这是那一次的受理编号。您后来改动的没有算进去，可以凭受理编号和查询码补充。</Text></View> : null}
      <View className="zx-door-receipt__card">
        <Text className="zx-body">受理编号</Text>
        <View><Text className="zx-door-receipt__code zx-number" userSelect>{receipt}</Text></View>
        <Text className="zx-body">查询码</Text>
        <View><Text className="zx-door-receipt__code zx-number" userSelect>{followUp}</Text></View>
        <Text className="zx-caption">{momentWords(receivedAt, nowHere())}收到</Text>
      </View>
      <View className="zx-note zx-note--warn"><Text className="zx-body-strong">请把两样都记下来。查询码只在这里给一次，丢了法院也查不出来。不要告诉别人。</Text></View>
      <Text className="zx-body">{told}{next}</Text>
      <Text className="zx-body">凭受理编号和查询码，不用登录就能查进度、补充材料；也可以打电话只报受理编号。</Text>
      {copy.error ? <Text className="zx-body zx-late">{explain(copy.error)}</Text> : null}
      <Button kind="plain" onTap={copy.run}>复制受理编号和查询码</Button>
      {isH5 ? <Button kind="plain" onTap={() => window.print()}>打印或存成 PDF</Button> : <Text className="zx-caption">也可以截屏存成图片。</Text>}
      <Button busy={done.busy} onTap={done.run}>我已经记好了，清除这台手机上的内容</Button>
    </View>
  )
}
