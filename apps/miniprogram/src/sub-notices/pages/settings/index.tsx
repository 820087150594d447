import { Text, View } from '@tarojs/components'
import type { NoticeSettings } from '@zhixin/shared/contract'
import { AllowReminders } from '@/components/allow-reminders'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { type Account, leftWords, quietWords } from '@/services'

/** What reaches me, over which channel, and how often WeChat may remind me yet. */
export default function NoticeSettingsPage() {
  return (
    <ReaderPage title="通知设置">
      {({ me, account }) => (me.kind === 'person' ? <Settings account={account} /> : <PageShell title="通知设置"><View className="zx-pad"><Text className="zx-body">请先绑定身份。</Text></View></PageShell>)}
    </ReaderPage>
  )
}

function Settings({ account }: { account: Account }) {
  const resource = useResource('notice settings', account.notices.settings)
  return (
    <PageShell title="通知设置">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">法院告诉您的每件事，都在“消息”里，一直能看。有新消息时，先用微信提醒；微信没送到，发短信；要您办的事还联系不上，12368 会打电话。</Text>
        <ResourceView resource={resource} what="正在打开">
          {(settings) => <View className="zx-stack"><Wechat account={account} settings={settings} onChange={resource.reload} /><Others settings={settings} /></View>}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function Wechat({ account, settings: { wechat, templates, asks }, onChange }: { account: Account; settings: NoticeSettings; onChange: () => void }) {
  return (
    <Section title="微信提醒">
      {templates.map((template) => <ListRow key={template.id} title={template.title} note={`${template.about}。${leftWords(template)}`} />)}
      <View className="zx-pad zx-stack--tight">
        {account.notices.canAsk ? (
          <>
            <Text className="zx-caption">点一次，微信会问您是否允许；每允许一次，可以提醒一次。用完了再来点。</Text>
            <AllowReminders account={account} templateIds={asks.settings ?? []} title="允许微信多提醒我几次" onChange={onChange} />
          </>
        ) : <View className="zx-note"><Text className="zx-body">{wechat ? '要多提醒几次，请在微信里打开“执信”小程序，到“我的”“通知设置”里点允许。' : '用微信打开“执信”小程序登录，就可以用微信提醒您。'}</Text></View>}
      </View>
    </Section>
  )
}

function Others({ settings: { phones, hotline, quiet, nextChannelAfterDays } }: { settings: NoticeSettings }) {
  return (
    <>
      <Section title="短信">
        {phones.map((phone) => <ListRow key={phone} title="您本人确认过的手机号" value={phone} onTap={() => open('phones')} />)}
        {phones.length === 0 ? <ListRow title="还没有您本人确认过的手机号" note="留一个，微信送不到时发短信。点这里办" onTap={() => open('phones')} /> : null}
        <View className="zx-pad"><Text className="zx-caption">短信只说哪个法院、哪个案件、哪一步，不含链接，也不会要您转账、要验证码。</Text></View>
      </Section>
      <Section title="电话">
        <ListRow title={`${hotline} 打给您`} note={`要您办的事，微信和短信 ${nextChannelAfterDays} 天都没送到，法院热线会打电话。会先核对身份证后四位，再说是什么事`} />
      </Section>
      <Section title="什么时候不打扰">
        <ListRow title={quietWords(quiet)} note="这段时间不发微信、不发短信，早上再发。“消息”里随时能看" />
      </Section>
      <View className="zx-note"><Text className="zx-body">提醒只是告诉您一声，不等于法律上的送达。文书以法院正式送达的为准。</Text></View>
    </>
  )
}
