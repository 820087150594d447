import type { ComplaintSeen } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { back, open, toTop } from '@/platform/navigation'
import { services } from '@/platform/services'
import { useValue } from '@/platform/use-value'
import type { DoorFile, DoorPlace, DoorTicket } from '@/services'
import { codedOf, explain } from '@/services/errors'
import { DoorFiles } from '../../door/files'
import { Seen } from '../../door/seen'
import { titleOf } from '../../door/words'

const SHORTEST = { receipt: 8, followUp: 10 }

interface Opened {
  place: DoorPlace
  seen: ComplaintSeen
}

/** By number and code: how it stands, and more to say. No sign-in. What is found stays on the page alone. */
export default function FollowUpPage() {
  const [ticket, setTicket] = useState<DoorTicket>({ receipt: '', followUp: '' })
  const [opened, setOpened] = useState<Opened | null>(null)
  const look = useAction(async () => setOpened({ place: ticket, seen: await services.complaintDoor.lookUp(ticket) }))
  const { me } = useValue(services.session)
  const isWrong = look.error !== null && codedOf(look.error).code === 'input.not_found'
  const lettersOf = (text: string): string => text.replace(/[^0-9A-Z]/g, '')
  const isWhole = lettersOf(ticket.receipt).length >= SHORTEST.receipt && lettersOf(ticket.followUp).length >= SHORTEST.followUp
  return (
    <PageShell title="凭受理编号查进度">
      <View className="zx-stack zx-pad">
        {opened ? (
          <>
            <Seen seen={opened.seen} />
            <More {...opened} onSeen={(seen) => { setOpened({ ...opened, seen }); toTop() }} />
            <Button kind="plain" onTap={() => { setOpened(null); setTicket({ receipt: '', followUp: '' }) }}>查完了，关上这一件</Button>
          </>
        ) : (
          <>
            <Text className="zx-body">填提交以后给您的受理编号和查询码，不用登录。</Text>
            <TextField label="受理编号" value={ticket.receipt} onChange={(text) => setTicket({ ...ticket, receipt: text.toUpperCase() })} maxLength={12} placeholder="8 位字母和数字" />
            <TextField label="查询码" value={ticket.followUp} onChange={(text) => setTicket({ ...ticket, followUp: text.toUpperCase() })} maxLength={14} placeholder="10 位字母和数字" />
            {look.error ? (
              <View className="zx-note zx-note--late">
                <Text className="zx-body">{isWrong ? '没有查到，请核对受理编号和查询码。里面没有数字 0、1，也没有字母 O、I、L。' : explain(look.error)}</Text>
              </View>
            ) : null}
            <Button busy={look.busy} disabled={!isWhole} onTap={look.run}>查询</Button>
            {me?.kind === 'person' ? <Mine onOpen={(one) => { setOpened({ place: { complaintId: one.complaintId }, seen: one }); toTop() }} /> : null}
            <Button kind="plain" onTap={() => open('complain')}>还没有交过，我要反映</Button>
            <Button kind="plain" onTap={back}>返回</Button>
          </>
        )}
      </View>
    </PageShell>
  )
}

/** What was sent under one's own name is found without the code. */
function Mine({ onOpen }: { onOpen: (one: ComplaintSeen & { complaintId: string }) => void }) {
  const mine = useResource('my-complaints', services.complaintDoor.mine)
  if (!mine.value || mine.value.length === 0) return null
  return (
    <Section title="用我的姓名交过的">
      {mine.value.map((one) => <ListRow key={one.complaintId} title={titleOf(one.stream)} note={`受理编号 ${one.receipt}。${one.told}`} onTap={() => onOpen(one)} />)}
    </Section>
  )
}

function More({ place, seen, onSeen }: Opened & { onSeen: (seen: ComplaintSeen) => void }) {
  const [text, setText] = useState('')
  const [files, setFiles] = useState<DoorFile[]>([])
  const [uploading, setUploading] = useState(false)
  const [step, setStep] = useState<ComplaintSeen['steps'][number] | null>(null)
  const add = useAction(async () => {
    const next = await services.complaintDoor.add(place, { text, files })
    // What was written while it went out has not been sent.
    setText((now) => (now === text ? '' : now))
    setFiles((now) => now.filter((one) => !files.includes(one)))
    onSeen(next)
  })
  const take = useAction(async () => {
    const next = await services.complaintDoor.step(place, step!.step)
    setStep(null)
    onSeen(next)
  })
  return (
    <View className="zx-stack">
      {seen.canAdd ? (
        <>
          <TextField label="补充" kind="long" value={text} onChange={setText} maxLength={4000} placeholder="新的情况、新的证据" />
          <DoorFiles
            files={files} onChange={setFiles} onBusy={setUploading} onlyPictures={seen.onlyPictures}
            upload={(file) => services.complaintDoor.addFile(place, file)}
          />
          {add.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(add.error)}</Text></View> : null}
          <Button busy={add.busy} disabled={uploading || (text.trim() === '' && files.length === 0)} onTap={add.run}>提交补充</Button>
        </>
      ) : null}
      {seen.steps.map((one) => <Button key={one.step} kind="plain" onTap={() => setStep(one)}>{one.label}</Button>)}
      <ConfirmSheet open={step !== null} title={`${step?.label ?? ''}？`} confirm={step?.label ?? ''} busy={take.busy} onConfirm={take.run} onClose={() => setStep(null)}>
        <Text className="zx-body">{step?.says}此操作不能撤销。</Text>
        {take.error ? <Text className="zx-body zx-late">{explain(take.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
