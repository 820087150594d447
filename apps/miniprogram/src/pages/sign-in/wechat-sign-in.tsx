import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/text-field'
import { Tappable } from '@/components/tappable'
import { useAction } from '@/hooks/use-action'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

/** WeChat says who this is. Staff tie their WeChat to themselves once, with the code their desk shows. */
export function WechatSignIn() {
  const [staff, setStaff] = useState(false)
  const [code, setCode] = useState('')
  const enter = useAction(async () => {
    if (staff) await services.session.activate(code.trim())
    else await services.session.withWechat()
    restart('entry')
  })
  return (
    <View className="zx-stack">
      {staff ? (
        <TextField label="激活码" value={code} onChange={setCode} placeholder="电脑端“我的”页面上的激活码" maxLength={20}
          hint="法院工作人员第一次在手机上使用时填写，以后直接用微信登录" />
      ) : null}
      {enter.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(enter.error)}</Text></View> : null}
      <Button busy={enter.busy} disabled={staff && code.trim() === ''} onTap={enter.run}>{staff ? '激活并登录' : '微信登录'}</Button>
      <Tappable className="zx-row" onTap={() => setStaff(!staff)}>
        <Text className="zx-body">{staff ? '返回当事人登录' : '我是法院工作人员，有激活码'}</Text>
      </Tappable>
      <Text className="zx-caption">登录只用来确认是您本人的微信，不会读取好友和聊天记录。</Text>
    </View>
  )
}
