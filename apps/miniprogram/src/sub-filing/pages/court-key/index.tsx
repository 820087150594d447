import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { copyText } from '@/platform/clipboard'
import type { Account } from '@/services'
import { hitchWords } from '@/services/transfer-words'
import './index.less'

/** With what this court signs what goes to other courts, and the keys it has of theirs: read out over the telephone before they count. */
export default function CourtKeyPage() {
  return <ReaderPage title="本院公钥">{({ account }) => <CourtKeyView transfers={account.transfers} />}</ReaderPage>
}

function CourtKeyView({ transfers }: { transfers: Account['transfers'] }) {
  const resource = useResource('court-key', transfers.key)
  return (
    <PageShell title="本院公钥">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">
          {({ name, courtId, publicKey, fingerprint, courts }) => (
            <View className="zx-stack">
              <Section title={name}>
                <View className="zx-stack zx-pad">
                  <Text className="zx-body">本院移送案件时用这把公钥签名。把公钥发给对方法院，再打电话逐组念指纹核对，一致了对方才写进他们的名录。</Text>
                  <Text className="zx-title zx-court-key__fingerprint">{fingerprint}</Text>
                  <Text className="zx-caption">以上是指纹。法院编号 {courtId}</Text>
                  <Text className="zx-caption zx-court-key__whole" userSelect>{publicKey}</Text>
                  <Copy text={publicKey} />
                </View>
              </Section>
              <Section title="名录里的其他法院">
                {courts.length === 0 ? <EmptyState title="名录里还没有其他法院" hint="请系统管理员把对方法院的编号、名称、电话和公钥写进 config/court/transfer.yaml。" /> : null}
                {courts.map((court) => (
                  <View key={court.courtId} className="zx-pad">
                    <ListRow
                      title={court.name} note={`电话 ${court.phone} · ${court.via === 'http' ? '直接联网交换' : '由人搬运文件交换'}`}
                      value={<Tag tone={court.hitch ? 'warn' : 'done'}>{court.hitch ? '还不通' : '可以交换'}</Tag>}
                    />
                    <Text className="zx-body zx-court-key__fingerprint">{court.fingerprint}</Text>
                    {court.hitch ? <Text className="zx-caption">{hitchWords(court.hitch, court.name)}</Text> : null}
                  </View>
                ))}
              </Section>
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = useAction(async () => {
    await copyText(text)
    setCopied(true)
  })
  return <Button kind="plain" busy={copy.busy} onTap={copy.run}>{copied ? '已复制' : '复制公钥'}</Button>
}
