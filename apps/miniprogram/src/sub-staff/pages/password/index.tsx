import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import type { Reader } from '@/hooks/use-reader'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services'

/** Staff choose another password; whoever was let in with a first one does so before anything else. */
export default function PasswordPage() {
  return <ReaderPage title="修改密码">{(reader) => <Password {...reader} />}</ReaderPage>
}

function Password({ account, can }: Reader) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useAction(async () => {
    await account.staffing.changePassword({ current, next })
    await services.session.signOut()
    restart('entry')
  })
  return (
    <PageShell title="修改密码" root={can.mustChangePassword}>
      <View className="zx-stack zx-pad">
        <Text className="zx-body">{can.mustChangePassword ? '您用的是管理员给的首次密码。请先换成自己的密码，换好后重新登录。' : '换好后，所有设备都要重新登录。'}</Text>
        <TextField label={can.mustChangePassword ? '首次密码' : '原密码'} kind="password" value={current} onChange={setCurrent} />
        <TextField label="新密码" kind="password" value={next} onChange={setNext} hint="越长越好，不要和别处相同" />
        {change.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(change.error)}</Text></View> : null}
        <Button busy={change.busy} disabled={current === '' || next === ''} onTap={change.run}>换密码</Button>
      </View>
    </PageShell>
  )
}
