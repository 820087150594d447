import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { PaperDraftView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { pickPictures } from '@/platform/files'
import { nowHere } from '@/platform/now'
import { explain, momentWords, type PapersService } from '@/services'
import { SignaturePad } from './signature-pad'

interface Props {
  view: PaperDraftView
  can: { fill: boolean; sign: string[] }
  service: PapersService
  onChanged: (view: PaperDraftView) => void
}
type SignerView = PaperDraftView['signers'][number]

/** Below the whole text: who has signed it, and a box for who has not. */
export function Signing({ view, can, service, onChanged }: Props) {
  const [writing, setWriting] = useState<string | null>(null)
  const act = useAction(async (run: () => Promise<PaperDraftView>) => {
    onChanged(await run())
    setWriting(null)
  })
  const { paperId, contentSm3, signatures } = view
  const sign = (by: string, way: 'finger' | 'paper', path: string) =>
    act.run(() => service.sign(paperId, { by, way, contentSm3 }, { path, name: way === 'finger' ? '签字.png' : '签字原件.jpg' }))
  const photo = async (by: string) => {
    const [picked] = await pickPictures(1)
    if (picked) sign(by, 'paper', picked.path)
  }
  const shown = view.signers.filter(({ by }) => view.isAuthor || can.sign.includes(by))
  return (
    <View className="zx-stack">
      {act.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(act.error)}</Text></View> : null}
      {shown.map((signer) => {
        const { by, label, who, needed } = signer
        const signed = signatures.find((one) => one.by === by)
        const holds = signed?.holds === true
        return (
          <Section key={by} title={`${label}签字${needed ? '' : '（可不签）'}`}>
            <View className="zx-stack zx-pad">
              {signed ? (
                <View className={`zx-stack zx-note ${holds ? 'zx-note--done' : 'zx-note--late'}`}>
                  <Text className="zx-body">
                    {holds ? `已于${momentWords(signed.at, nowHere())}签字${signed.way === 'paper' ? '（纸上签字的照片）' : signed.device === 'officer' ? '（本人到场，签在这台设备上）' : ''}` : '签字以后内容改过，要重新签。'}
                  </Text>
                  <Button kind="plain" busy={act.busy} onTap={() => act.run(() => service.takeBack(paperId, by))}>撤下这个签字</Button>
                </View>
              ) : null}
              {holds ? null : writing === by ? (
                <View className="zx-stack">
                  <Text className="zx-body">
                    {who === 'party' ? `请把设备交给${label}本人。看完上面的全文，同意的，在框里签名。` : '看完上面的全文，在框里签名。'}签的就是上面的全部内容。
                  </Text>
                  <SignaturePad label={label} busy={act.busy} onSigned={(path) => sign(by, 'finger', path)} />
                  <Button kind="plain" onTap={() => setWriting(null)}>先不签</Button>
                </View>
              ) : (
                <View className="zx-stack">
                  {can.sign.includes(by) ? <Button onTap={() => setWriting(by)}>{who === 'party' ? `请${label}在这里签字` : '我来签字'}</Button> : null}
                  {view.isAuthor && who === 'office' ? <Ask signer={signer} busy={act.busy} onAsk={(staffId) => act.run(() => service.ask(paperId, by, staffId))} /> : null}
                  {view.isAuthor && who !== 'author' ? <Button kind="plain" busy={act.busy} onTap={() => void photo(by)}>已在纸上签好，拍照上传</Button> : null}
                </View>
              )}
            </View>
          </Section>
        )
      })}
    </View>
  )
}

/** Whoever holds the office signs in themselves, reads the text there, and signs on their own device. */
function Ask({ signer: { candidates, asked }, busy, onAsk }: { signer: SignerView; busy: boolean; onAsk: (staffId: string | null) => void }) {
  if (candidates.length === 0) return <Text className="zx-body">现在没有可以在这里请的人，请用纸质签字。</Text>
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body">{asked ? `已请${asked.name}看全文并签字。改了内容要请他重新签。` : '请谁签？对方登录自己的账号，看全文后签字。'}</Text>
      <ChoiceList<string>
        choices={candidates.map(({ staffId, name }) => ({ value: staffId, title: name }))} chosen={asked?.staffId ?? null}
        onChoose={(id) => (busy ? undefined : onAsk(asked?.staffId === id ? null : id))}
      />
    </View>
  )
}
