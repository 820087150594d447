import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'
import { clockWords } from '@/services/format'

/** Staff at a desk: a one-time code that ties their WeChat to them. */
export function PhoneActivation({ bound }: { bound: boolean }) {
  const [issued, setIssued] = useState<{ code: string; expiresAt: string } | null>(null)
  const issue = useAction(async () => setIssued(await services.binding.issueActivationCode()))
  return (
    <Section title="在手机上使用">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">{bound ? '您的微信已激活。换了微信可以重新取激活码。' : '取一个激活码，在手机微信里打开执信，选“我是法院工作人员”填写。'}</Text>
        {issued ? (
          <View className="zx-note zx-note--done">
            <Text className="zx-headline zx-number" userSelect>{issued.code}</Text>
            <View><Text className="zx-caption">{clockWords(issued.expiresAt)} 前有效，只能用一次，不要给别人看</Text></View>
          </View>
        ) : null}
        {issue.error ? <Text className="zx-body zx-late">{explain(issue.error)}</Text> : null}
        <Button kind="plain" busy={issue.busy} onTap={issue.run}>{issued ? '再取一个' : '取激活码'}</Button>
      </View>
    </Section>
  )
}
