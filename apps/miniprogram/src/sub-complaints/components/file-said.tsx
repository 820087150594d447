import type { ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import { callPhone } from '@/platform/phone'
import { type ComplaintFiles, type ComplaintPlace, momentWords } from '@/services'
import { CHANNEL_WORDS, LINK_WORDS, receiptWords, shownValue, STREAM_WORDS } from '@/services/complaint-file-words'
import { nowHere } from '@/platform/now'
import { FileLinks } from './file-links'
import './files.less'

interface Props {
  data: ComplaintDetail
  place: ComplaintPlace
  fetch: ComplaintFiles['fetch']
}

/** What was said, in confidence too where it is for this reader, by whom, about whom, and to what it belongs. */
export function FileSaid({ data, place, fetch }: Props) {
  const { matter, confidential, hasConfidence, history } = data
  const first = history[0]
  return (
    <>
      <Section title="反映的内容">
        <View className="zx-file-block">
          <Text className="zx-body zx-file-said">{matter}</Text>
          {first ? <FileLinks files={first.files} place={place} fetch={fetch} /> : null}
          {confidential !== null ? (
            <View className="zx-note zx-note--warn zx-file-secret">
              <View><Text className="zx-body-strong">保密内容，只给承办的人看，不要转告别人</Text></View>
              <Text className="zx-body zx-file-said">{confidential}</Text>
            </View>
          ) : hasConfidence ? <View className="zx-note zx-file-secret"><Text className="zx-body">有保密内容，只给承办的人看。</Text></View> : null}
        </View>
      </Section>
      <Who data={data} />
      {data.fields.length > 0 ? (
        <Section title="登记和办理的情况">
          {data.fields.map((field) => <ListRow key={field.field} title={field.label} note={shownValue(field)} />)}
        </Section>
      ) : null}
      {data.links.length > 0 ? (
        <Section title="关联的件">
          {data.links.map(({ stream, complaintId, how, receipt, canOpen }) => (
            <ListRow
              key={complaintId} title={`${STREAM_WORDS[stream]} ${receipt ? receiptWords(receipt) : ''}`} note={LINK_WORDS[how]}
              onTap={canOpen ? () => open('complaintFile', { stream, complaintId }) : undefined}
            />
          ))}
        </Section>
      ) : null}
    </>
  )
}

const BY_WORDS = { person: '本院案件的当事人，本人实名', named: '留了姓名，没有核对身份', anonymous: '没有留姓名' } as const

function Who({ data }: { data: ComplaintDetail }) {
  const { complainant: { by, name, phone, address }, caseId, caseNumber, caseNumberSaid, aboutStaff, aboutSaid, firstContact, channel, receivedAt } = data
  const about = aboutStaff.map((one) => one.name).join('、')
  return (
    <Section title="谁反映的、关于谁">
      <ListRow title={name ?? '反映人'} note={by === 'named' && name === null ? '留了联系方式，没有留姓名' : BY_WORDS[by]} />
      {phone ? <ListRow title="电话" value={phone} label={`拨打 ${phone}`} onTap={() => callPhone(phone)} /> : null}
      {address ? <ListRow title="地址" note={address} /> : null}
      <ListRow title="怎么来的" note={`${channel ? CHANNEL_WORDS[channel] : ''} · ${momentWords(receivedAt, nowHere())} 收到`} />
      {caseNumber ? <ListRow title="关联案件" note={caseNumber} onTap={caseId ? () => open('case', { caseId }) : undefined} /> : null}
      {caseNumberSaid && !caseNumber ? <ListRow title="说的案号（还没有核对）" note={caseNumberSaid} /> : null}
      {about ? <ListRow title="反映的是谁" note={`${about}。这件由别人办，本人不办自己的件。`} /> : null}
      {aboutSaid ? <ListRow title="反映人说的是谁" note={aboutSaid} /> : null}
      {firstContact ? <ListRow title="首问联络责任人" note={firstContact.handedTo ? `${firstContact.name}，已经移交${firstContact.handedTo}` : `${firstContact.name}，还没有移交，由其负责联络`} /> : null}
    </Section>
  )
}
