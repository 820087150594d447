import { Image as Picture, Link, Message, Microphone, More } from '@nutui/icons-react-taro'
import { Text, Textarea, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Button } from '../button'
import { Tappable } from '../tappable'
import './index.less'

export interface ComposerAttachment {
  key: string
  name: string
}

interface Props {
  /** 王明（执行人员）, the officer's side: the party's name and role. */
  to: string
  caseNumber: string
  text: string
  onText: (text: string) => void
  limit: number
  attachments: ComposerAttachment[]
  onRemoveAttachment: (key: string) => void
  onPicture: () => void
  onFile: () => void
  /** Seconds recorded so far while recording, null otherwise. */
  recording: number | null
  onVoice: () => void
  /** Label of the chosen kind of message, and how to change it; the court's side has none. */
  mark?: { label: string; onPick: () => void }
  onQuickReply?: () => void
  /** Fewer tools in view; the rest is behind one button. On a narrow phone four of them fit with their words. */
  brief: boolean
  onMore: () => void
  sending: boolean
  onSend: () => void
  /** Above everything: what is wrong with what was typed, what must be read before it goes. */
  notices: ReactNode
}

/** How many characters are left when the counter appears. */
const COUNT_FROM_LEFT = 200

/** Where one writes. It says to whom and in which case, and that what goes out stays. */
export function Composer(props: Props) {
  const { to, caseNumber, text, onText, limit, attachments, recording, mark, brief, sending } = props
  const left = limit - text.length
  const blank = text.trim() === '' && attachments.length === 0
  return (
    <View className="zx-composer">
      <View className="zx-composer__inner">
        {props.notices}
        <Text className="zx-caption">发给 {to}{brief ? '' : `，${caseNumber}`}。发出后不能修改或撤回。</Text>
        {mark ? (
          <Tappable className="zx-composer__mark" label={`消息类别：${mark.label}，点这里更改`} onTap={mark.onPick}>
            <Text className="zx-caption">类别：</Text>
            <Text className="zx-body-strong">{mark.label}</Text>
            <Text className="zx-caption">（点这里更改）</Text>
          </Tappable>
        ) : null}
        {attachments.map(({ key, name }) => (
          <View key={key} className="zx-composer__attachment">
            <Text className="zx-body zx-grow">{name}</Text>
            <Tappable className="zx-composer__tool" label={`移除${name}`} onTap={() => props.onRemoveAttachment(key)}><Text>移除</Text></Tappable>
          </View>
        ))}
        <View className="zx-composer__line">
          <Textarea
            className="zx-composer__text"
            value={text}
            maxlength={limit}
            autoHeight
            showConfirmBar={false}
            cursorSpacing={80}
            placeholder="在这里写"
            placeholderClass="zx-field__placeholder"
            aria-label="消息内容"
            onInput={(event) => onText(event.detail.value)}
          />
          <Button inline busy={sending} disabled={blank || recording !== null} onTap={props.onSend}>发送</Button>
        </View>
        {left <= COUNT_FROM_LEFT ? <Text className={`zx-caption zx-number ${left <= 0 ? 'zx-late' : ''}`}>还可以写 {Math.max(0, left)} 字</Text> : null}
        <View className="zx-composer__tools">
          <Tool title="照片" icon={<Picture />} onTap={props.onPicture} />
          <Tool title={recording === null ? '语音' : `停止 ${recording} 秒`} icon={<Microphone />} hot={recording !== null} onTap={props.onVoice} />
          {props.onQuickReply ? <Tool title="快捷回复" icon={<Message />} onTap={props.onQuickReply} /> : null}
          {brief || props.onQuickReply ? null : <Tool title="文件" icon={<Link />} onTap={props.onFile} />}
          <Tool title="更多" icon={<More />} onTap={props.onMore} />
        </View>
      </View>
    </View>
  )
}

function Tool({ title, icon, hot = false, onTap }: { title: string; icon: ReactNode; hot?: boolean; onTap: () => void }) {
  return (
    <Tappable className={`zx-composer__tool ${hot ? 'zx-composer__tool--hot' : ''}`} onTap={onTap}>
      {icon}
      <Text className="zx-caption">{title}</Text>
    </Tappable>
  )
}
