import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { services } from '@/platform/services'
import type { DoorDraft, DoorReceipt } from '@/services'
import { codedOf, explain } from '@/services/errors'
import { BY_WORDS, DOORS, KIND_WORDS } from './words'

interface Props {
  draft: DoorDraft
  onBack: () => void
  onSent: (receipt: DoorReceipt) => void
}

/** All that will go out, once more, and who reads it. */
export function Review({ draft, onBack, onSent }: Props) {
  const submit = useAction(async () => onSent(await services.complaintDoor.submit(draft)))
  const { title, reader } = DOORS.find(({ stream }) => stream === draft.stream)!
  const lines: [string, string][] = [
    ['是什么事', draft.matter], ['反映谁', draft.aboutSaid], ['案号', draft.caseNumber], ['只给承办人看的内容', draft.confidential],
    ...(draft.by === 'named' ? [['姓名', draft.name], ['手机号', draft.phone], ['住址', draft.address]] as [string, string][] : []),
    ['把受理编号发到', draft.textTo],
    ['材料', draft.files.map(({ kind, name, confidential }) => `${KIND_WORDS[kind]} ${name}${confidential ? '（只给承办人看）' : ''}`).join('；')],
  ]
  const lost = submit.error !== null && ['client.offline', 'client.timeout', 'server.unavailable', 'log.unavailable'].includes(codedOf(submit.error).code)
  return (
    <View className="zx-stack">
      <Text className="zx-title">看一遍，没有错就提交</Text>
      <View className="zx-note"><Text className="zx-body">{title}（{BY_WORDS[draft.by]}）。{reader}</Text></View>
      <Section>
        {lines.filter(([, text]) => text.trim() !== '').map(([label, text]) => (
          <View key={label} className="zx-pad zx-stack--tight">
            <Text className="zx-caption">{label}</Text>
            <View><Text className="zx-body">{text}</Text></View>
          </View>
        ))}
      </Section>
      {submit.error ? (
        <View className="zx-note zx-note--late">
          <Text className="zx-body">{lost ? '没有收到回音，不知道法院收到没有。内容都在；再点一次“提交”，不会变成两件。' : explain(submit.error)}</Text>
        </View>
      ) : null}
      <Text className="zx-caption">提交以后不能撤回，可以凭受理编号和查询码补充。</Text>
      <Button busy={submit.busy} onTap={submit.run}>提交</Button>
      <Button kind="plain" onTap={onBack}>返回修改</Button>
    </View>
  )
}
