import type { HelpSeen } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { back } from '@/platform/navigation'
import { services } from '@/platform/services'
import { codedOf, explain } from '@/services/errors'
import { HelpState } from '../../help-state'

const LENGTH = 8

/** Whoever asked by telephone reads how it stands, by the two numbers that were read out to them. No sign-in. */
export default function FollowPage() {
  const [receipt, setReceipt] = useState('')
  const [followUp, setFollowUp] = useState('')
  const [found, setFound] = useState<HelpSeen | null>(null)
  const look = useAction(async () => setFound(await services.help.lookUp({ receipt, followUp })))
  const isWrong = look.error !== null && codedOf(look.error).code === 'input.not_found'
  return (
    <PageShell title="查询办理进度">
      <View className="zx-stack zx-pad">
        {found ? (
          <>
            <HelpState request={found} />
            <Button kind="plain" onTap={() => setFound(null)}>查另一件</Button>
          </>
        ) : (
          <>
            <Text className="zx-body">填打电话或到窗口时工作人员给您的两个编号。</Text>
            <TextField label="受理编号" value={receipt} onChange={(text) => setReceipt(text.toUpperCase())} maxLength={12} placeholder="8 位字母和数字" />
            <TextField label="查询码" value={followUp} onChange={(text) => setFollowUp(text.toUpperCase())} maxLength={12} placeholder="8 位字母和数字" />
            {look.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{isWrong ? '没有查到。请核对两个编号；办完一段时间后就查不到了。' : explain(look.error)}</Text></View> : null}
            <Button busy={look.busy} disabled={receipt.trim().length < LENGTH || followUp.trim().length < LENGTH} onTap={look.run}>查询</Button>
          </>
        )}
        <Button kind="plain" onTap={back}>返回</Button>
      </View>
    </PageShell>
  )
}
