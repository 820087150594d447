import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { type Rhythm, RHYTHMS, RhythmSchema } from '@zhixin/shared/ids'
import { useState } from 'react'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { RHYTHM_WORDS, spanWords, standingWords } from '@/services/bulletin-words'
import { createBulletins } from '@/services/bulletins'
import '../../supervision.less'

/** Days, weeks and months, the newest first. */
export default function BulletinsPage() {
  return <ReaderPage title="通报">{(reader) => <Bulletins {...reader} />}</ReaderPage>
}

function Bulletins({ account, can }: Reader) {
  const bulletins = account.own(createBulletins)
  const [rhythm, setRhythm] = useState<Rhythm>(RhythmSchema.catch('weekly').parse(useRouter().params.rhythm))
  const found = useResource(`bulletins ${rhythm}`, () => bulletins.list(rhythm))
  return (
    <PageShell title="通报" wide>
      <View className="zx-stack zx-pad">
        <View className="zx-supervision-chips">
          {RHYTHMS.map((one) => (
            <Tappable key={one} className={`zx-supervision-chip ${one === rhythm ? 'zx-supervision-chip--on' : ''}`} pressed={one === rhythm} onTap={() => setRhythm(one)}>
              <Text className="zx-body">{RHYTHM_WORDS[one]}</Text>
            </Tappable>
          ))}
        </View>
        <Text className="zx-caption">数字都从日志里现算，点开看得到每一条。印发以后，当时说的话不再变；以后补记的，另外写明差在哪里。</Text>
        <ResourceView resource={found} what="正在清点">
          {({ rows }) => (
            <Section>
              {rows.map((row) => (
                <ListRow key={row.from} title={spanWords(row)} note={standingWords(row)} onTap={() => open('bulletin', { rhythm, from: row.from })} />
              ))}
            </Section>
          )}
        </ResourceView>
        {can.may.includes('screenings.read') ? (
          <Section><ListRow title="排查报告" note="各庭室每周的排查和零报告，谁还没有报" onTap={() => open('screening')} /></Section>
        ) : null}
      </View>
    </PageShell>
  )
}
