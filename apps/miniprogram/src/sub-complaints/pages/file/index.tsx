import type { ComplaintAbilities, ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { useWorkHints } from '@/hooks/use-work-hints'
import { nowHere } from '@/platform/now'
import type { ComplaintPlace } from '@/services'
import { endedWords, markWords, receiptWords, STREAM_WORDS } from '@/services/complaint-file-words'
import { DueMark } from '../../components/due-mark'
import { FileActs } from '../../components/file-acts'
import { FileLinks } from '../../components/file-links'
import { FileSaid } from '../../components/file-said'
import { History } from '../../components/history'
import { Inspection } from '../../components/inspection'
import { Path } from '../../components/path'
import { StepList } from '../../components/step-list'

export default function ComplaintFilePage() {
  const { stream = '', complaintId = '' } = useRouter().params
  return <ReaderPage title="信访件">{(reader) => <One {...reader} place={{ stream, complaintId }} />}</ReaderPage>
}

/** One file: what was said and by whom, where it stands and what is due, what can be done, and all that happened. */
function One({ account, place }: Reader & { place: ComplaintPlace }) {
  const found = useResource(`${place.stream}/${place.complaintId}`, () => account.complaintFiles.one(place))
  useWorkHints(found.reload)
  return (
    <PageShell title={STREAM_WORDS[place.stream as keyof typeof STREAM_WORDS] ?? '信访件'} wide>
      <View className="zx-pad">
        <ResourceView resource={found} what="正在打开">
          {({ data, can }) => <Opened data={data} can={can} place={place} account={account} onDone={found.reload} />}
        </ResourceView>
      </View>
    </PageShell>
  )
}

interface Props {
  data: ComplaintDetail
  can: ComplaintAbilities
  place: ComplaintPlace
  account: Reader['account']
  onDone(): void
}

function Opened({ data, can, place, account: { complaintFiles }, onDone }: Props) {
  const now = nowHere()
  const { fetch } = complaintFiles
  const running = data.clocks.filter(({ ended }) => ended === null)
  const ended = data.clocks.filter((clock) => clock.ended !== null)
  return (
    <View className="zx-stack">
      <View className="zx-stack--tight">
        <View className="zx-row zx-row--wrap">
          <Tag tone={data.isOver ? 'done' : 'ink'}>{data.stateLabel}</Tag>
          {data.marks.map((mark) => <Tag key={mark.mark} tone="warn">{markWords(mark)}</Tag>)}
        </View>
        <Text className="zx-caption zx-number">受理编号 {receiptWords(data.receipt)}</Text>
        {running.map((clock) => <DueMark key={clock.node} due={clock} now={now} />)}
        {running.some(({ calendarKnown }) => !calendarKnown) ? <Text className="zx-caption zx-late">有的日期落在还没有节假日安排的年份，可能有出入。</Text> : null}
      </View>
      <View className="zx-file-columns">
        <View className="zx-file-column zx-file-column--main">
          <StepList steps={can.steps} place={place} explain={can.explain} isOver={data.isOver} />
          <FileSaid data={data} place={place} fetch={fetch} />
          <FileActs can={can} data={data} place={place} service={complaintFiles} onDone={onDone} />
          <History history={data.history} place={place} fetch={fetch} now={now} />
        </View>
        <View className="zx-file-column zx-file-column--aside">
          {place.stream === 'discipline' ? <Inspection place={place} service={complaintFiles} isOver={data.isOver} onDone={onDone} /> : null}
          <Section title="办到哪一步"><Path path={data.path} now={now} isOver={data.isOver} /></Section>
          {data.papers.length > 0 ? (
            <Section title="卷里的材料">
              {data.papers.map(({ paper, label, files, at }) => (
                <View key={`${paper}${at}`} className="zx-history__one">
                  <Text className="zx-body-strong">{label}</Text>
                  <FileLinks files={files} place={place} fetch={fetch} />
                </View>
              ))}
            </Section>
          ) : null}
          {ended.length > 0 ? (
            <Section title="期限的结果">
              {ended.map((clock) => (
                <View key={`${clock.node}${clock.dueAt}`} className="zx-history__one">
                  <Text className={`zx-body ${clock.ended?.late && !clock.isTarget ? 'zx-late' : ''}`}>{endedWords(clock)}</Text>
                </View>
              ))}
            </Section>
          ) : null}
        </View>
      </View>
    </View>
  )
}
