import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { ElderSwitch } from '@/components/elder-switch'
import { Tappable } from '@/components/tappable'
import { demo } from '@/platform/app-status'
import { useValue } from '@/platform/use-value'
import { sentenceOf } from '@/services'
import { open } from '@/platform/navigation'
import { readAbout, services } from '@/platform/services'
import { DemoClock } from './demo-clock'
import { DemoPeople } from './demo-people'
import { SmsSignIn } from './sms-sign-in'
import { StaffSignIn } from './staff-sign-in'
import { WechatSignIn } from './wechat-sign-in'
import './index.less'

const isH5 = process.env.TARO_ENV === 'h5'

/** The doors: WeChat on the phone; phone number, or staff number, in a browser; in a demonstration a list of people. */
export default function SignIn() {
  const [court, setCourt] = useState<string | null>(null)
  const isDemo = useValue(demo)
  const { endedBy } = useValue(services.session)
  useEffect(() => {
    readAbout().then((about) => setCourt(about.court.name), () => undefined)
  }, [])
  return (
    <PageShell title="登录" root>
      <View className="zx-sign-in">
        <View className="zx-sign-in__head">
          <View className="zx-sign-in__seal"><Text>执信</Text></View>
          <View className="zx-grow">
            <Text className="zx-headline zx-sign-in__court">{court ?? '人民法院'}</Text>
            <Text className="zx-body">执行案件：与承办人一对一沟通</Text>
          </View>
        </View>
        {endedBy ? <View className="zx-note zx-note--warn"><Text className="zx-body">{sentenceOf(endedBy)}</Text></View> : null}
        <ElderSwitch />
        {isDemo ? <DemoClock /> : null}
        {isDemo ? <DemoPeople /> : null}
        {isH5 ? <BrowserDoors /> : <WechatSignIn />}
        <Button kind="plain" onTap={() => open('complain')}>投诉、信访、举报（不用登录）</Button>
        <Button kind="plain" onTap={() => open('complaintFollow')}>凭受理编号查进度</Button>
        <Button kind="plain" onTap={() => open('helpFollow')}>查询绑定帮助进度</Button>
      </View>
    </PageShell>
  )
}

function BrowserDoors() {
  const [door, setDoor] = useState<'litigant' | 'staff'>('litigant')
  const tab = (key: typeof door, words: string) => (
    <Tappable className={`zx-sign-in__door ${door === key ? 'zx-sign-in__door--open' : ''}`} pressed={door === key} onTap={() => setDoor(key)}>
      <Text>{words}</Text>
    </Tappable>
  )
  return (
    <View className="zx-sign-in__doors">
      <View className="zx-sign-in__tabs">
        {tab('litigant', '当事人、代理人')}
        {tab('staff', '法院工作人员')}
      </View>
      <View className="zx-pad">{door === 'litigant' ? <SmsSignIn /> : <StaffSignIn />}</View>
    </View>
  )
}
