import { View } from '@tarojs/components'
import { Button, Popup } from '@nutui/nutui-react-taro'
import { Voice } from '@nutui/icons-react-taro'
import { z } from 'zod'

z.config({ jitless: true })
const A = z.object({ a: z.string() })
export default function SignIn() {
  return <View>登录 {A.safeParse({ a: '1' }).success ? 'y' : 'n'}<Button>按</Button><Voice /><Popup visible={false} /></View>
}
