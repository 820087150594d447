import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { NoticeView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { CALL_OUTCOMES, explain, momentWords, nextWords, noticeStatus, staffLabel, tryWords } from '@/services'

interface Props {
  notice: NoticeView
  /** Whose it is and of which case, where the page is not about one. */
  heading?: string
  onSendAgain: () => Promise<unknown>
}

/** How one notice stands: what it is, over which channels it went, with what result, and what comes next. */
export function NoticeCard({ notice, heading, onSendAgain }: Props) {
  const [asking, setAsking] = useState(false)
  const again = useAction(async () => {
    await onSendAgain()
    setAsking(false)
  })
  const now = nowHere()
  const { words, tone } = noticeStatus(notice.status)
  const next = nextWords(notice, now)
  return (
    <Section title={heading ?? staffLabel(notice)} aside={<Tag tone={tone}>{words}</Tag>}>
      <View className="zx-pad zx-stack--tight">
        {heading ? <Text className="zx-body">{staffLabel(notice)}</Text> : null}
        <View><Text className="zx-caption">{momentWords(notice.toldAt, now)} 告知（应用内已有）{notice.readAt ? `，${momentWords(notice.readAt, now)} 本人看到` : ''}</Text></View>
        <View><Text className="zx-caption">{notice.filedAt ? `${momentWords(notice.filedAt, now)} 归卷` : '还没有归卷'}</Text></View>
        {notice.tries.map((one) => <View key={`${one.channel}${one.at}`}><Text className="zx-body">{tryWords(one, now)}</Text></View>)}
        {notice.calls.map(({ at, byName, outcome, laterAt, note }) => (
          <View key={at}>
            <Text className="zx-body">电话 {momentWords(at, now)} {byName}：{CALL_OUTCOMES[outcome]}{laterAt ? ` ${momentWords(laterAt, now)}` : ''}{note ? `（${note}）` : ''}</Text>
          </View>
        ))}
        {next ? <View><Text className="zx-caption">下一步：{next}</Text></View> : null}
        {again.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(again.error)}</Text></View> : null}
        {notice.canSendAgain ? <Button kind="plain" inline onTap={() => setAsking(true)}>再发一次</Button> : null}
      </View>
      <ConfirmSheet open={asking} title="再发一次？" confirm="再发" busy={again.busy} onConfirm={again.run} onClose={() => setAsking(false)}>
        <Text className="zx-body">从微信开始重新试：微信、短信，要对方办的事最后由热线打电话。前面的记录都留着。</Text>
      </ConfirmSheet>
    </Section>
  )
}
