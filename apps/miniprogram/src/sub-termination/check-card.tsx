import { Ask, Failure, Success } from '@nutui/icons-react-taro'
import { Text, View } from '@tarojs/components'
import type { TerminationAbilities, TerminationCheck } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Tappable } from '@/components/tappable'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import type { TerminationService } from '@/services'
import { momentWords } from '@/services/format'
import { checkState, gradeWords, mendingWay, placeWords } from '@/services/termination-words'
import { ExplainSheet } from './explain-sheet'
import { ReviewSheet } from './review-sheet'
import './check-card.less'

export interface CheckProps {
  caseId: string
  check: TerminationCheck
  can: TerminationAbilities
  service: TerminationService
  onDone(words: string): void
}

const ICONS = { fine: Success, missing: Failure, look: Ask }

/** One check: how it stands in a word, a sign and a colour; what is missing and where to mend it; what shows it. */
export function CheckCard(props: CheckProps) {
  const { caseId, check, can } = props
  const { number, text, notes, missing, reason, review, forPerson, state } = check
  const { word, tone, icon } = checkState(check)
  const [asked, setAsked] = useState<'reason' | 'review' | null>(null)
  const Icon = ICONS[icon]
  const [explains, reviews] = [can.explain && state === 'red' && !forPerson, can.review && forPerson]
  const close = (): void => setAsked(null)
  return (
    <View className={`zx-check zx-check--${tone}`}>
      <View className="zx-row zx-check__head">
        <Icon className={`zx-check__icon zx-check__icon--${tone}`} />
        <Text className={`zx-body-strong zx-check__word--${tone}`}>{word}</Text>
      </View>
      <Text className="zx-body-strong">{number}. {text}</Text>
      {missing.map((one) => <Missing key={one.says} {...props} missing={one} />)}
      {notes.map((words) => <Text key={words} className="zx-body">{words}</Text>)}
      {reason ? <Said words={`${reason.byName}写明的理由：${reason.text}`} at={reason.at} holds={reason.holds} /> : null}
      {review ? <Said words={`${review.byName}审查：${review.fine ? '没有问题' : '有问题'}。${review.note}`} at={review.at} holds={review.holds} /> : null}
      {explains || reviews ? (
        <View className="zx-row zx-row--wrap">
          {explains ? <Button kind="plain" inline onTap={() => setAsked('reason')}>{reason ? '重写理由' : '写明理由'}</Button> : null}
          {reviews ? <Button kind="plain" inline onTap={() => setAsked('review')}>{review ? '重新审查' : '写审查结果'}</Button> : null}
        </View>
      ) : null}
      <Evidence caseId={caseId} check={check} />
      {asked === 'reason' ? <ExplainSheet {...props} onClose={close} /> : null}
      {asked === 'review' ? <ReviewSheet {...props} onClose={close} /> : null}
    </View>
  )
}

function Missing({ caseId, can, missing }: CheckProps & { missing: TerminationCheck['missing'][number] }) {
  const way = mendingWay(missing, can)
  const go = (): void => {
    const { personId, node } = missing
    if (way) open(way.to, { caseId, ...(way.to === 'thread' && personId !== null && { personId }), ...(way.to === 'recordNode' && node !== null && { what: node }) })
  }
  return (
    <View className="zx-row zx-row--between zx-check__missing">
      <Text className="zx-body zx-grow">{missing.says}</Text>
      {way ? <Tappable className="zx-check__mend" label={`${way.words}：${missing.says}`} onTap={go}><Text className="zx-link">{way.words}</Text></Tappable> : null}
    </View>
  )
}

function Said({ words, at, holds }: { words: string; at: string; holds: boolean }) {
  return (
    <View className={`zx-note ${holds ? '' : 'zx-note--warn'}`}>
      <View><Text className="zx-body">{words}</Text></View>
      <Text className="zx-caption">{momentWords(at, nowHere())}{holds ? '' : '。之后案卷有了变化，不再算数，请重新写。'}</Text>
    </View>
  )
}

/** Closed until asked for: what shows a check may be long, and how it stands is read first. */
function Evidence({ caseId, check }: Pick<CheckProps, 'caseId' | 'check'>) {
  const { evidence } = check
  const [shown, setShown] = useState(false)
  const title = evidence.length === 0 ? '没有证据记录' : `证据 ${evidence.length} 条`
  return (
    <View className="zx-stack--tight">
      <Tappable className="zx-check__more" label={`${shown ? '收起' : '展开'}第 ${check.number} 项的证据`} onTap={() => setShown(!shown)}>
        <Text className="zx-caption zx-grow">{title} · {gradeWords(check)}</Text>
        <Text className="zx-link">{shown ? '收起' : '展开'}</Text>
      </Tappable>
      {shown ? (
        <View className="zx-stack--tight">
          {evidence.map((one) => (
            <View key={`${one.chain}${one.personId ?? ''}${one.index}`} className="zx-check__evidence">
              <View className="zx-row zx-row--between">
                <Text className="zx-body zx-grow">{one.says}</Text>
                {one.chain === 'thread' && one.personId !== null ? <ToThread caseId={caseId} personId={one.personId} says={one.says} /> : null}
              </View>
              <Text className="zx-caption zx-number" userSelect>{placeWords(one)}</Text>
            </View>
          ))}
          <Text className="zx-caption">{check.proves}</Text>
          <Text className="zx-caption">{check.cite}</Text>
        </View>
      ) : null}
    </View>
  )
}

/** The words themselves stand in the thread, for whoever may read it. */
function ToThread({ caseId, personId, says }: { caseId: string; personId: string; says: string }) {
  return (
    <Tappable className="zx-check__mend" label={`看原文：${says}`} onTap={() => open('thread', { caseId, personId })}><Text className="zx-link">看原文</Text></Tappable>
  )
}
