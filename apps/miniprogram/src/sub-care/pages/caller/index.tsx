import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { HelpNeedsView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { HelpLines } from '@/components/help-lines'
import { PageShell } from '@/components/page-shell'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useReader } from '@/hooks/use-reader'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

const IDENTITY_NUMBER_LENGTH = 18

/** Window and hotline: how to talk with whoever stands there or is on the telephone, as they told it themselves. */
export default function CallerPage() {
  const reader = useReader()
  const mayLook = reader?.can.may.includes('desk.see_help_needs')
  const [name, setName] = useState('')
  const [identityNumber, setIdentityNumber] = useState('')
  const [found, setFound] = useState<{ name: string; helpNeeds: HelpNeedsView | null } | null>(null)
  const look = useAction(async () => {
    setFound(null)
    setFound({ name: name.trim(), ...(await services.care.look({ name, identityNumber })) })
  })
  const filled = name.trim().length >= 2 && identityNumber.trim().length === IDENTITY_NUMBER_LENGTH
  return (
    <PageShell title="来人需要的照顾">
      <View className="zx-stack zx-pad">
        {reader && !mayLook ? <Text className="zx-body">只有接待窗口和热线坐席可以查看。</Text> : null}
        {mayLook ? (
          <>
            <Text className="zx-body">请在正在接待本人时查看。这是健康信息，查看会留下记录，不要告诉别人。</Text>
            <TextField label="姓名" value={name} onChange={setName} maxLength={40} />
            <TextField label="身份证号" kind="idcard" value={identityNumber} onChange={setIdentityNumber} maxLength={IDENTITY_NUMBER_LENGTH} onConfirm={filled ? look.run : undefined} />
            {look.error ? <Text className="zx-body zx-late">{explain(look.error)}</Text> : null}
            <Button busy={look.busy} disabled={!filled} onTap={look.run}>查看</Button>
          </>
        ) : null}
        {found ? (
          <View className="zx-note">
            <View><Text className="zx-body-strong">{found.name}</Text></View>
            {found.helpNeeds ? <HelpLines lines={found.helpNeeds.lines} /> : <Text className="zx-body">没有说明需要照顾，或者姓名、身份证号没有对上。</Text>}
          </View>
        ) : null}
      </View>
    </PageShell>
  )
}
