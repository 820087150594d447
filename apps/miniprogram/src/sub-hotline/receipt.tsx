import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import { Section } from '@/components/section'
import { toTop } from '@/platform/navigation'
import { spelled } from '@/services'
import type { Registration } from './registration'

/** To be read out: shown once, large. */
export function Receipt({ registration: { given, left }, nextLine }: { registration: Registration; nextLine: string }) {
  const { kind, receipt, followUp, told, next, textedTo } = given
  // The form was long: the number stands where it began.
  useEffect(() => toTop(), [])
  const isRestricted = kind === 'discipline'
  return (
    <Section title="已登记，请念给对方">
      <View className="zx-pad zx-stack--tight">
        {left !== null ? (
          <View className="zx-note zx-note--late">
            <Text>
              上一次其实已经登记成功，下面是那一件的号，没有再登记一件。后来改的内容没有记进去，
              {isRestricted ? '请对方凭这两个号自己在执信里补充。' : '按 F3 把现在的内容补充进去。'}
            </Text>
          </View>
        ) : null}
        <Text className="zx-caption">受理编号</Text>
        <View id="hd-receipt"><Text className="zx-hotline-read">{spelled(receipt)}</Text></View>
        <Text className="zx-caption">查询码（只显示这一次，请对方记下）</Text>
        <Text className="zx-hotline-read">{spelled(followUp)}</Text>
        <Text className="zx-body">请这样说：{told}{next ?? ''}凭这两个号，可以在执信里查，也可以{isRestricted ? '在那里补充' : '再打电话来问、来补充'}。</Text>
        <Text className="zx-caption">
          {textedTo ? `受理编号已发短信到 ${textedTo}。` : '没有发短信。'}{isRestricted ? '这一件您已经看不到内容了。' : ''}
          按 F2 接下一通（{nextLine}），要选别的号码、记来电显示的，先按 F9 挂机；对方还有别的事，按 F8 再登记一件。
        </Text>
      </View>
    </Section>
  )
}
