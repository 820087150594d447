import { View } from '@tarojs/components'
import type { Stands } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { Tag } from '@/components/tag'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { EVIDENCE, isPartyItself, standingWords, termWords } from '@/services'

interface Props {
  person: Stands
  caseId: string
  isStaff: boolean
  onEnd: () => void
}

/** Somebody who stands, or stood, for a party: as what, since when, what shows it, and what can be done about it. */
export function Person({ person, caseId, isStaff, onEnd }: Props) {
  const { name, personId, isMe, isCurrent, isMistaken, mayAskEnd, mayEnd, keepsThread, evidence } = person
  const shows = evidence ? `依据：${EVIDENCE[evidence.kind]}${evidence.note ? `，${evidence.note}` : ''}${evidence.approvedBy ? `；${evidence.approvedBy}同意` : ''}` : ''
  const requestId = evidence?.requestId
  return (
    <View>
      <ListRow
        title={`${name}${isMe ? '（我）' : ''}`} note={[standingWords(person), termWords(person, nowHere()), shows].filter(Boolean).join(' · ')}
        value={<Tag tone={isCurrent ? 'done' : 'plain'}>{isCurrent ? '有效' : isMistaken ? '登记有误' : '已结束'}</Tag>}
      />
      {keepsThread || requestId || (isStaff ? mayEnd : mayAskEnd) ? (
        <View className="zx-stack zx-pad">
          {keepsThread ? <Button kind="plain" onTap={() => open('thread', { caseId, personId })}>看{name}以前的沟通记录</Button> : null}
          {requestId ? <Button kind="plain" onTap={() => open('standingRequest', { requestId })}>看申请和材料</Button> : null}
          {isStaff && mayEnd ? <Button kind="plain" onTap={onEnd}>{isPartyItself(person) ? '登记有误，作废' : '结束这项身份'}</Button> : null}
          {!isStaff && mayAskEnd ? <Button kind="plain" onTap={onEnd}>{isMe ? '申请辞去' : '申请撤销'}</Button> : null}
        </View>
      ) : null}
    </View>
  )
}
