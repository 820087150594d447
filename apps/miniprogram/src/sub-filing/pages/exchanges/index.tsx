import { sentence } from '@zhixin/shared/errors'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { openDocument } from '@/platform/open-file'
import { explain, momentWords } from '@/services'
import { cameByWords, countsWords, type ExchangeItem, type TransferItem, transferLines } from '@/services/exchange-words'
import { filingCountsWords } from '@/services/filing-words'
import { createExchanges, type ExchangesService } from '@/services/exchanges'

/** Whether what other systems and courts send comes in, and what of it was refused and why. Numbers and reasons; nothing of a case. */
export default function ExchangesPage() {
  return <ReaderPage title="数据交换">{({ account }) => <Exchanges exchanges={account.own(createExchanges)} />}</ReaderPage>
}

function Exchanges({ exchanges }: { exchanges: ExchangesService }) {
  const resource = useResource('exchanges', exchanges.latest)
  return (
    <PageShell title="数据交换">
      <View className="zx-stack zx-pad">
        <Text className="zx-caption">办案系统和其他法院送来的、送去的。这里只有数量、编号和退回原因，没有案件内容。</Text>
        <Button kind="plain" onTap={() => open('courtKey')}>本院公钥和指纹（与其他法院核对）</Button>
        <ResourceView resource={resource} what="正在打开">
          {(all) => (
            <View className="zx-stack">
              <Section title="法院之间的移送">
                {all.transfers.length === 0 ? <EmptyState title="没有移送" hint="案件移送其他法院、或者其他法院移送来时，送到哪一步、为什么停着，会出现在这里。" /> : null}
                {all.transfers.map((one) => <Transfer key={one.transferId} transfer={one} />)}
              </Section>
              <Section title="归入电子卷宗">
                <View className="zx-stack--tight zx-pad">
                  {filingCountsWords(all.filing).map((line) => <Text key={line} className="zx-body">{line}</Text>)}
                </View>
              </Section>
              <Section title="办案系统送来的">
                {all.exchanges.length === 0 ? (
                  <EmptyState title="还没有送来过数据" hint="办案系统联网送来、放进交换文件夹、或者用导入命令送来的，都会出现在这里。怎么接通，见部署文档“integration”。" />
                ) : null}
                {all.exchanges.map((one) => <Batch key={one.id} exchange={one} exchanges={exchanges} />)}
              </Section>
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function Transfer({ transfer }: { transfer: TransferItem }) {
  const { title, notes, isWaiting } = transferLines(transfer, nowHere())
  return (
    <View className="zx-stack--tight zx-pad">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{title}</Text>
        {isWaiting ? <Tag tone="warn">停着</Tag> : null}
      </View>
      <Text className="zx-caption">{momentWords(transfer.at, nowHere())}</Text>
      {notes.map((note) => <Text key={note} className="zx-body">{note}</Text>)}
    </View>
  )
}

const SHOWN = 5

function Batch({ exchange, exchanges }: { exchange: ExchangeItem; exchanges: ExchangesService }) {
  const { id, at, system, refused, counts } = exchange
  const [all, setAll] = useState(false)
  const table = useAction(async () => openDocument(await exchanges.refused(id), '退回清单.csv'))
  const shown = all ? refused : refused.slice(0, SHOWN)
  return (
    <View className="zx-stack--tight zx-pad">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{countsWords(exchange)}</Text>
        <Tag tone={counts.refused > 0 ? 'warn' : 'done'}>{counts.refused > 0 ? '有退回' : '都收下了'}</Tag>
      </View>
      <Text className="zx-caption">{momentWords(at, nowHere())} · {system} · {cameByWords(exchange)}</Text>
      {shown.map(({ externalId, field, message, code }, i) => (
        <Text key={`${externalId}${i}`} className="zx-body">{externalId}：{message ?? (code ? sentence(code) : '没有收下')}{field ? `（${field}）` : ''}</Text>
      ))}
      {refused.length > shown.length ? <Button kind="plain" inline onTap={() => setAll(true)}>看全部 {refused.length} 条退回</Button> : null}
      {refused.length > 0 ? (
        <>
          <Button kind="plain" busy={table.busy} onTap={table.run}>下载退回清单（CSV），改好再送</Button>
          <Text className="zx-caption">清单里有编号和退回原因，其他列请从办案系统补上；系统不留退回的内容。</Text>
        </>
      ) : null}
      {table.error ? <Text className="zx-body zx-late">{explain(table.error)}</Text> : null}
    </View>
  )
}
