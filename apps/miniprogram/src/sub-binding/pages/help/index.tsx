import type { HelpOptions, HelpSeen } from '@zhixin/shared/contract'
import type { HelpReason } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useAction } from '@/hooks/use-action'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { pickPictures } from '@/platform/files'
import { back, restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'
import { AskHelp } from '../../ask-help'
import { HelpState } from '../../help-state'

const ALONE: readonly HelpSeen['status'][] = ['refused', 'withdrawn']

export default function HelpPage() {
  return <ReaderPage title="请法院帮忙">{(reader) => <Help reader={reader} />}</ReaderPage>
}

/** Whoever cannot bind, or cannot change their phone: asks, or sees how what they asked stands. */
function Help({ reader: { me } }: { reader: Reader }) {
  const [again, setAgain] = useState(false)
  const both = useResource('help', async () => ({ options: await services.help.options(), request: await services.help.mine() }))
  // Who is bound needs no binding; who is not has no phone to change.
  const reasons: HelpReason[] = me.kind === 'person' ? ['phone_change'] : ['wrong_phone', 'other_document', 'unit', 'minor', 'heir', 'other']
  return (
    <PageShell title="请法院帮忙">
      <View className="zx-pad">
        <ResourceView resource={both} what="正在打开">
          {({ options, request }) => request && !again && !(me.kind === 'person' && request.status === 'bound')
            ? <Mine request={request} options={options} onChanged={both.reload} onAgain={() => setAgain(true)} isBound={me.kind === 'person'} />
            : <AskHelp options={options} reasons={reasons} onAsked={() => { setAgain(false); both.reload() }} />}
        </ResourceView>
      </View>
    </PageShell>
  )
}

interface MineProps {
  request: HelpSeen
  options: HelpOptions
  isBound: boolean
  onChanged: () => void
  onAgain: () => void
}

function Mine({ request, options, isBound, onChanged, onAgain }: MineProps) {
  const [leaving, setLeaving] = useState(false)
  const isOpen = request.status === 'waiting' || request.status === 'taken'
  const room = options.papersMost - request.papers
  const bring = options.reasons.find(({ reason }) => reason === request.reason)?.bring
  const addPapers = useAction(async () => {
    for (const file of await pickPictures(room)) await services.help.addPaper(file)
    onChanged()
  })
  const withdraw = useAction(async () => {
    await services.help.withdraw()
    setLeaving(false)
    onChanged()
  })
  return (
    <View className="zx-stack">
      <HelpState request={request} />
      {isOpen && bring ? <View className="zx-note"><Text className="zx-body">办理时请带：{bring}</Text></View> : null}
      {isOpen ? (
        <>
          <Text className="zx-body">{request.papers > 0 ? `已交 ${request.papers} 张照片。` : '可以先拍证件、材料的照片交上来，省得多跑一趟。'}</Text>
          {addPapers.error ? <Text className="zx-body zx-late">{explain(addPapers.error)}</Text> : null}
          {room > 0 ? <Button busy={addPapers.busy} onTap={addPapers.run}>拍照上传材料</Button> : null}
        </>
      ) : null}
      {request.status === 'code_issued' ? <Button onTap={() => restart('bind')}>去填绑定码</Button> : null}
      {request.status === 'phone_confirmed' && !isBound ? <Button onTap={() => restart('bind')}>去绑定身份</Button> : null}
      {ALONE.includes(request.status) || request.status === 'code_issued' || (isBound && !isOpen) ? <Button kind="plain" onTap={onAgain}>再求助一次</Button> : null}
      {isOpen ? <Button kind="plain" onTap={() => setLeaving(true)}>不用了，撤回</Button> : null}
      <Button kind="plain" onTap={back}>返回</Button>
      <ConfirmSheet open={leaving} title="撤回求助？" confirm="撤回" busy={withdraw.busy} onConfirm={withdraw.run} onClose={() => setLeaving(false)}>
        <Text className="zx-body">撤回后法院不再办理这一件，不能恢复；需要时可以再求助一次。</Text>
        {withdraw.error ? <Text className="zx-body zx-late">{explain(withdraw.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
