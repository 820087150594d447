import { Text, View } from '@tarojs/components'
import type { ThreadView } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { useResource } from '@/hooks/use-resource'
import { callPhone } from '@/platform/phone'
import { readAbout } from '@/platform/services'

/**
 * Before somebody reports the officer to the officer: who reads it here, and where else one can go. None of these numbers rings at the
 * enforcement bureau.
 */
export function OtherDoor({ readers }: { readers: ThreadView['readers'] }) {
  const { value } = useResource('about', readAbout)
  const court = value?.court
  return (
    <View className="zx-stack">
      <View className="zx-note zx-note--warn">
        <View><Text className="zx-body-strong">这条消息会由这些人看到：</Text></View>
        {readers.map(({ name, title }) => <View key={`${name}${title}`}><Text className="zx-body">{name}（{title}）</Text></View>)}
        <View><Text className="zx-body">执行局长也可以查阅。由员额法官答复。</Text></View>
      </View>
      {court ? (
        <View className="zx-stack--tight">
          <Text className="zx-body-strong">不想让他们看到，可以走别的门：</Text>
          <ListRow title="诉讼服务热线" note="由诉讼服务中心接听" value={court.hotline} label={`拨打诉讼服务热线${court.hotline}`} onTap={() => callPhone(court.hotline)} />
          {court.phones.misconduct.numbers.map((number) => (
            <ListRow
              key={number} title={court.phones.misconduct.label} note={`由纪检监察部门接听，不经过执行局。${court.phones.misconduct.hours}`} value={number}
              label={`拨打${court.phones.misconduct.label}电话${number}`} onTap={() => callPhone(number)}
            />
          ))}
          <ListRow title="到窗口当面说" note={`${court.window.place}，${court.window.hours}`} />
        </View>
      ) : null}
    </View>
  )
}
