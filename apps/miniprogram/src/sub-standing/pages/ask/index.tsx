import { Image, Text, View } from '@tarojs/components'
import { useState } from 'react'
import { type AskedStanding, ATTACHMENT_MAX_BYTES, dayOf, instantOf, isUnitCode } from '@zhixin/shared/rules'
import { CodedError } from '@zhixin/shared/errors'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { pickPictures, type PickedFile } from '@/platform/files'
import { replace } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { ASKED_STANDINGS, AUTHORITIES, explain, PAPERS, type StandAsked, type StandingService, UNIT_PAPERS } from '@/services'
import '../../standing.less'

const MOST_PICTURES = 9
const UNIT_CODE_LENGTH = 18

type Who = 'person' | 'unit'
const SUCCESSORS: { value: Who; title: string; note: string }[] = [
  { value: 'person', title: '我本人', note: '例如继承人、受让债权的个人' },
  { value: 'unit', title: '一个单位，我是它的经办人', note: '例如受让债权的公司、合并后的公司' },
]

/** Somebody wants to stand for a party. What comes back says nothing of whether there is such a case. */
export default function AskPage() {
  return <ReaderPage title="申请代理或经办">{({ account }) => <Ask standing={account.standing} />}</ReaderPage>
}

function Ask({ standing: service }: { standing: StandingService }) {
  // One wish keeps one id however often it is tried.
  const [wish] = useState(() => service.newWish())
  const [as, setAs] = useState<AskedStanding | null>(null)
  const [caseNumber, setCaseNumber] = useState('')
  const [partyName, setPartyName] = useState('')
  const [authority, setAuthority] = useState<'general' | 'special' | null>(null)
  const [successor, setSuccessor] = useState<Who | null>(null)
  const [unitName, setUnitName] = useState('')
  const [unitCode, setUnitCode] = useState('')
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const [pictures, setPictures] = useState<readonly PickedFile[]>([])
  const [isDone, setDone] = useState(false)
  const add = useAction(async () => {
    const files = await pickPictures(MOST_PICTURES - pictures.length)
    if (files.some(({ bytes }) => bytes > ATTACHMENT_MAX_BYTES)) throw new CodedError('input.too_large')
    setPictures((all) => [...all, ...files].slice(0, MOST_PICTURES))
  })
  const code = unitCode.replace(/\s/g, '').toUpperCase()
  const isCodeWrong = code.length >= UNIT_CODE_LENGTH && !isUnitCode(code)
  const isNewUnit = as === 'successor' && successor === 'unit'
  const hasUnit = as === 'unit_handler' || isNewUnit
  const submit = useAction(async () => {
    if (!as) return
    const asked: StandAsked = {
      caseNumber, partyName, standing: as,
      ...(as === 'agent' && authority && { authority }),
      ...(hasUnit && { unitCode: code }),
      ...(isNewUnit && { unitName: unitName.trim() }),
      ...(until && { until: instantOf(until, 24 * 60) }),
      ...(note.trim() && { note: note.trim() }),
    }
    await wish(asked, pictures)
    setDone(true)
  })
  const isFilled =
    as !== null && caseNumber.trim().length >= 4 && partyName.trim().length >= 2 && (as !== 'agent' || authority !== null) &&
    (as !== 'successor' || successor !== null) && (!hasUnit || isUnitCode(code)) && (!isNewUnit || unitName.trim().length >= 2)

  if (isDone) {
    return (
      <PageShell title="申请代理或经办">
        <EmptyState title="申请已提交" hint="法院会核对案号和材料，结果写在“我的身份申请”里。材料原件请按通知带到法院核对。">
          <Button onTap={() => replace('standingRequests')}>查看我的身份申请</Button>
        </EmptyState>
      </PageShell>
    )
  }
  return (
    <PageShell title="申请代理或经办">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">您不是案件里登记的当事人，但要替当事人办理，请在这里申请。法院同意后，案件会出现在您的列表里。</Text>
        <Text className="zx-title">您是当事人的什么人</Text>
        <ChoiceList<AskedStanding> choices={ASKED_STANDINGS} chosen={as} onChoose={setAs} />
        {as ? (
          <>
            <TextField label="案号" value={caseNumber} onChange={setCaseNumber} maxLength={60} placeholder="例如 （2026）某01执123号" hint="在执行通知书、受理通知书的右上方" />
            <TextField
              label={as === 'unit_handler' ? '单位名称' : as === 'successor' ? '原来的当事人姓名或单位名称' : '当事人姓名或单位名称'} value={partyName} onChange={setPartyName}
              maxLength={60} placeholder="写全称"
            />
            {as === 'successor' ? (
              <>
                <Text className="zx-title">由谁接替</Text>
                <ChoiceList<Who> choices={SUCCESSORS} chosen={successor} onChoose={setSuccessor} />
                {isNewUnit ? <TextField label="接替的单位名称" value={unitName} onChange={setUnitName} maxLength={60} placeholder="写全称，和营业执照一样" /> : null}
              </>
            ) : null}
            {hasUnit ? (
              <TextField
                label="统一社会信用代码" value={unitCode} onChange={setUnitCode} maxLength={24} placeholder="18 位，在营业执照上"
                error={isCodeWrong ? '代码不对，请对照营业执照核对' : undefined}
              />
            ) : null}
            {as === 'agent' ? (
              <>
                <Text className="zx-title">委托书上写的是哪一种</Text>
                <ChoiceList choices={AUTHORITIES} chosen={authority} onChoose={setAuthority} />
              </>
            ) : null}
            {as === 'agent' || as === 'administrator' ? (
              <DateField label="委托到哪一天（没写期限可以不选）" value={until} onChange={setUntil} from={dayOf(nowHere())} />
            ) : null}
            <Section title={`拍下材料：${PAPERS[as]}${isNewUnit ? `、${UNIT_PAPERS}` : ''}`}>
              <View className="zx-stack zx-pad">
                {pictures.length > 0 ? (
                  <View className="zx-row zx-row--wrap">
                    {pictures.map((picture) => (
                      <View key={picture.path} className="zx-stack--tight">
                        <Image className="zx-paper" src={picture.path} mode="aspectFill" />
                        <Tappable label={`去掉${picture.name}`} className="zx-paper__off" onTap={() => setPictures((all) => all.filter((one) => one !== picture))}>
                          <Text className="zx-link">去掉</Text>
                        </Tappable>
                      </View>
                    ))}
                  </View>
                ) : <Text className="zx-body">拍清楚、拍完整，每页一张。不会拍也可以先提交，再把原件带到执行接待窗口。</Text>}
                {add.error ? <Text className="zx-body zx-late">{explain(add.error)}</Text> : null}
                {pictures.length < MOST_PICTURES ? <Button kind="plain" busy={add.busy} onTap={add.run}>{pictures.length > 0 ? '再加一张' : '拍照或选图片'}</Button> : null}
              </View>
            </Section>
            <TextField label="要说明的（可以不写）" kind="long" value={note} onChange={setNote} maxLength={500} placeholder="例如：我是他女儿" />
            {submit.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(submit.error)}</Text></View> : null}
            <Button disabled={!isFilled} busy={submit.busy} onTap={submit.run}>提交申请</Button>
          </>
        ) : null}
      </View>
    </PageShell>
  )
}
