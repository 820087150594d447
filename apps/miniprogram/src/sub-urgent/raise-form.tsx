import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { UrgentView } from '@zhixin/shared/contract'
import { ATTACHMENTS_PER_MESSAGE, URGENT_MAX_CHARS, URGENT_WHERE_MAX_CHARS } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { pickPictures } from '@/platform/files'
import { useVoice } from '@/hooks/use-voice'
import { explain, type UrgentFile, type UrgentStore } from '@/services'
import { Numbers } from './numbers'

interface Props {
  store: UrgentStore
  numbers: UrgentView['numbers']
  /** Something is open already: this adds to it. */
  adds: boolean
  onSent: () => void
}

/** Two fields, a picture, a voice; nothing is required but one of them. What was filled in stays when it did not get through. */
export function RaiseForm({ store, numbers, adds, onSent }: Props) {
  const [what, setWhat] = useState('')
  const [where, setWhere] = useState('')
  const [files, setFiles] = useState<readonly UrgentFile[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const add = (file: UrgentFile) => setFiles((all) => [...all, file].slice(0, ATTACHMENTS_PER_MESSAGE))
  const voice = useVoice(({ path, name, durationMs }) => add({ path, name, kind: 'voice', durationMs }), (error) => setProblem(explain(error)))
  const addPictures = useAction(async () => {
    setProblem(null)
    for (const { path, name } of await pickPictures(ATTACHMENTS_PER_MESSAGE - files.length)) add({ path, name, kind: 'picture' })
  })
  const send = useAction(async () => {
    await store.raise({ what, where, files })
    onSent()
  })
  const wrong = problem ?? (send.error ? explain(send.error) : addPictures.error ? explain(addPictures.error) : null)
  return (
    <View className="zx-stack">
      <TextField label="正在发生什么" kind="long" value={what} onChange={setWhat} maxLength={URGENT_MAX_CHARS} placeholder="例如：他正在把设备装上货车" />
      <TextField label="在哪里（不知道可以不填）" value={where} onChange={setWhere} maxLength={URGENT_WHERE_MAX_CHARS} placeholder="例如：示范路3号仓库门口" />
      <View className="zx-row">
        <View className="zx-grow"><Button kind="plain" onTap={addPictures.run}>拍照片、选照片</Button></View>
        <View className="zx-grow"><Button kind="plain" onTap={voice.toggle}>{voice.seconds === null ? '说一段话' : `说完了（${voice.seconds} 秒）`}</Button></View>
      </View>
      {files.length > 0 ? (
        <Section>
          {files.map((file) => (
            <ListRow
              key={file.path} title={file.kind === 'voice' ? '语音' : '照片'} note={file.name} value={<Text className="zx-link">去掉</Text>} label={`去掉${file.name}`}
              onTap={() => setFiles((all) => all.filter((one) => one !== file))}
            />
          ))}
        </Section>
      ) : null}
      {wrong ? (
        <>
          <View className="zx-note zx-note--late"><Text className="zx-body">没有发出去。{wrong}写好的内容还在。等不及就直接打电话：</Text></View>
          <Numbers title="可以打的电话" numbers={numbers} />
        </>
      ) : null}
      <Button busy={send.busy} disabled={what.trim() === '' && files.length === 0} onTap={send.run}>{adds ? '补充上去' : '马上发出，呼叫法院'}</Button>
      <Text className="zx-caption">只有承办人和接手的人能看到，对方看不到。内容附卷，不能撤回。银行卡号、身份证号会自动遮住中间几位。</Text>
    </View>
  )
}
