import type { ComplaintAbilities, ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Papers } from '@/components/papers'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { type ComplaintFiles, type ComplaintPlace, explain } from '@/services'
import { StaffField } from './staff-field'
import './files.less'

interface Props {
  can: ComplaintAbilities
  data: ComplaintDetail
  place: ComplaintPlace
  service: ComplaintFiles
  onDone(): void
}
type Doing = 'supplement' | 'explain' | 'handOver' | 'linkCase' | 'nameAbout'
const TITLES: Record<Doing, { open: string; title: string; confirm: string; says: string }> = {
  explain: { open: '我来说明情况', title: '说明情况', confirm: '提交说明', says: '说明会记入这件，办这件的人都能看到。提交后不能修改、不能撤回。' },
  supplement: { open: '补充记录、材料', title: '补充记录', confirm: '记入', says: '记入以后不能修改、不能撤回，能看这件的人都能看到。' },
  handOver: { open: '移交首问责任', title: '移交首问责任', confirm: '移交', says: '移交以后由对方负责解答、联络。您可能不再看得到这件。此操作不能撤销。' },
  linkCase: { open: '关联本院案件', title: '关联本院案件', confirm: '关联', says: '关联后，这个案件的承办法官、团队负责人按规定能看到这件。不要告诉反映人法院有没有这个案件。' },
  nameAbout: { open: '写明反映的是谁', title: '写明反映的是谁', confirm: '写明', says: '写明以后，这位工作人员不能再办这件；反映的是他本人的信访件，他也看不到。此操作不能撤销。' },
}
type Brought = { id: string; name: string; kind: 'picture' | 'file' | 'voice' }

/** What can be done with a file beside its steps. */
export function FileActs({ can, data, place, service, onDone }: Props) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const open = (Object.keys(TITLES) as Doing[]).filter((one) => can[one] && !(one === 'linkCase' && data.caseNumber !== null))
  if (open.length === 0) return null
  return (
    <Section title="其他">
      <View className="zx-file-block">
        {open.map((one) => <Button key={one} kind={one === 'explain' ? 'main' : 'plain'} onTap={() => setDoing(one)}>{TITLES[one].open}</Button>)}
      </View>
      {doing ? <Act doing={doing} place={place} service={service} said={data.caseNumberSaid ?? ''} onClose={() => setDoing(null)} onDone={onDone} /> : null}
    </Section>
  )
}

interface ActProps extends Pick<Props, 'place' | 'service' | 'onDone'> {
  doing: Doing
  /** The number of a case that whoever complained has said. */
  said: string
  onClose(): void
}

function Act({ doing, place, service, said, onClose, onDone }: ActProps) {
  const [words, setWords] = useState(doing === 'linkCase' ? said : '')
  const [chosen, setChosen] = useState<string[]>([])
  const [department, setDepartment] = useState('')
  const [papers, setPapers] = useState<Brought[]>([])
  const [uploading, setUploading] = useState(false)
  const namesPeople = doing === 'handOver' || doing === 'nameAbout'
  const found = useResource(namesPeople ? 'people' : 'nobody', async () => (namesPeople ? service.people(place.stream) : null))
  const text = words.trim()
  const run = useAction(async () => {
    const files = papers.map(({ id, name }) => ({ attachmentId: id, name }))
    if (doing === 'supplement') await service.supplement(place, { text, files })
    if (doing === 'explain') await service.explain(place, { text, files })
    if (doing === 'linkCase') await service.linkCase(place, text)
    if (doing === 'nameAbout') await service.nameAbout(place, chosen)
    if (doing === 'handOver') await service.handOver(place, { ...(chosen[0] ? { toStaffId: chosen[0] } : { toDepartment: department }), note: text })
    onClose()
    onDone()
  })
  const isReady = {
    supplement: text !== '' || papers.length > 0, explain: text !== '', linkCase: text !== '', nameAbout: chosen.length > 0, handOver: chosen.length > 0 || department !== '',
  }[doing]
  const { title, confirm, says } = TITLES[doing]
  return (
    <ConfirmSheet open title={title} confirm={confirm} busy={run.busy} disabled={!isReady || uploading} onConfirm={run.run} onClose={onClose}>
      <View className="zx-stack">
        {namesPeople && !found.value ? <Text className="zx-caption">{found.error ? explain(found.error) : '正在取人员名单…'}</Text> : null}
        {namesPeople && found.value ? (
          <StaffField
            label={doing === 'handOver' ? '移交给谁' : '反映的是谁'} people={found.value} chosen={chosen} many={doing === 'nameAbout'}
            onChange={(next) => {
              setChosen(next)
              setDepartment('')
            }}
          />
        ) : null}
        {doing === 'handOver' && found.value ? (
          <View className="zx-stack--tight">
            <Text className="zx-body-strong">或者移交给部门</Text>
            <ChoiceList<string>
              choices={found.value.departments.map((one) => ({ value: one, title: one }))} chosen={department}
              onChoose={(one) => {
                setDepartment(one)
                setChosen([])
              }}
            />
          </View>
        ) : null}
        {doing === 'linkCase' ? <TextField label="案号" value={words} maxLength={60} placeholder="（2026）…执…号" onChange={setWords} /> : null}
        {doing === 'supplement' || doing === 'explain' ? (
          <>
            <TextField label={doing === 'explain' ? '说明' : '记录'} kind="long" value={words} maxLength={4000} hint="不要写身份证号、银行卡号" onChange={setWords} />
            <Papers
              label="材料" hint="照片或 PDF" documents papers={papers} upload={(file, onProgress) => service.upload(place, file, onProgress)}
              onChange={(to) => setPapers((before) => to(before) as Brought[])} onBusy={setUploading}
            />
          </>
        ) : null}
        {doing === 'handOver' ? <TextField label="交代一句（可不填）" value={words} maxLength={200} onChange={setWords} /> : null}
        <View className="zx-note zx-note--warn"><Text className="zx-body">{says}</Text></View>
        {run.error ? <Text className="zx-body zx-late">{explain(run.error)}</Text> : null}
      </View>
    </ConfirmSheet>
  )
}
