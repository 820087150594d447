import type { RegisteredComplaint } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { replace } from '@/platform/navigation'
import { receiptWords } from '@/services/complaint-file-words'

/** What is handed or read out to whoever brought it: the code is shown this once. */
export function Registered({ done: { receipt, followUp, told, next, stream, complaintId } }: { done: RegisteredComplaint & { stream: string } }) {
  return (
    <View className="zx-stack">
      <View className="zx-note zx-note--done zx-stack--tight">
        <View><Text className="zx-body-strong">已经登记，请当面抄给或者念给反映人</Text></View>
        <Text className="zx-headline zx-number">受理编号 {receiptWords(receipt)}</Text>
        <Text className="zx-headline zx-number">查询码 {receiptWords(followUp)}</Text>
        <Text className="zx-body">查询码只在这里显示这一次，离开以后谁也查不到。凭这两个号，反映人可以自己查进度、补材料。</Text>
      </View>
      <Text className="zx-body">{told}</Text>
      {next ? <Text className="zx-body">{next}</Text> : null}
      {complaintId === null
        ? <View className="zx-note"><Text className="zx-body">违法违纪举报已经直接交给纪检监察，登记的人以后看不到，也不要对别人说。</Text></View>
        : <Button onTap={() => replace('complaintFile', { stream, complaintId })}>打开这一件</Button>}
    </View>
  )
}
