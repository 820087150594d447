import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useReader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'
import { clockWords } from '@/services/format'

const IDENTITY_NUMBER_LENGTH = 18

/** The reception window hands out a one-time binding code to a person whose identity card lies on the desk. */
export default function WindowPage() {
  useReader()
  const [name, setName] = useState('')
  const [identityNumber, setIdentityNumber] = useState('')
  const [checked, setChecked] = useState(false)
  const [issued, setIssued] = useState<{ code: string; expiresAt: string; name: string } | null>(null)
  const issue = useAction(async () => {
    setIssued({ ...(await services.binding.issueWindowCode({ name, identityNumber, checkedCard: true })), name: name.trim() })
  })
  const filled = checked && name.trim().length >= 2 && identityNumber.trim().length === IDENTITY_NUMBER_LENGTH
  const next = () => {
    setName('')
    setIdentityNumber('')
    setChecked(false)
    setIssued(null)
    issue.clear()
  }
  return (
    <PageShell title="接待窗口：发绑定码" root foot={<MainNav current="window" />}>
      <View className="zx-stack zx-pad">
        {issued ? (
          <>
            <View className="zx-note zx-note--done">
              <Text className="zx-body">{issued.name}的绑定码</Text>
              <View><Text className="zx-headline zx-number" userSelect>{issued.code}</Text></View>
              <View><Text className="zx-body">{clockWords(issued.expiresAt)} 前有效，只能用一次。请抄给本人，不要发给他人。</Text></View>
            </View>
            <Text className="zx-body">本人在手机上打开执信 → 绑定身份 → 用窗口绑定码，填写姓名、身份证号和这个码。</Text>
            <Button onTap={next}>办下一位</Button>
          </>
        ) : (
          <>
            <Text className="zx-body">请先查验身份证原件，确认是本人，再填写。</Text>
            <TextField label="姓名" value={name} onChange={setName} maxLength={40} placeholder="与身份证一致" />
            <TextField label="身份证号" kind="idcard" value={identityNumber} onChange={setIdentityNumber} maxLength={IDENTITY_NUMBER_LENGTH} placeholder="18 位身份证号" />
            <ChoiceList choices={[{ value: 'checked', title: '我已查验身份证原件，是本人' }]} chosen={checked ? 'checked' : null} onChoose={() => setChecked(!checked)} />
            {issue.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(issue.error)}</Text></View> : null}
            <Button busy={issue.busy} disabled={!filled} onTap={issue.run}>发绑定码</Button>
            <Button kind="plain" onTap={() => open('slips')}>打印绑定单（通知书用）</Button>
          </>
        )}
      </View>
    </PageShell>
  )
}
