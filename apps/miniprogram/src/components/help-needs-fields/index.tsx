import type { HelpNeedsOffer } from '@zhixin/shared/contract'
import { HELP_NOTE_MAX_CHARS } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { ChoiceList } from '../choice-list'
import { HelpIcon } from '../help-lines'
import { TextField } from '../text-field'

/** What is being said of how to talk with somebody, before it is sent. */
export interface HelpWish {
  needs: readonly string[]
  which: string
  note: string
  agreed: boolean
}
export const NO_WISH: HelpWish = { needs: [], which: '', note: '', agreed: false }

const isEmpty = ({ needs, note }: HelpWish): boolean => needs.length === 0 && note.trim() === ''
/** Nothing is said, or it is said with the consent that it takes. */
export const mayBeSent = (wish: HelpWish): boolean => isEmpty(wish) || wish.agreed
/** As the court takes it; nothing where nothing is said or it was not agreed to. */
export function toldBy({ needs, which, note, agreed }: HelpWish) {
  if (isEmpty({ needs, which, note, agreed }) || !agreed) return undefined
  return { needs: [...needs], agreed: true as const, ...(which.trim() && { which: which.trim() }), ...(note.trim() && { note: note.trim() }) }
}

interface Props {
  offer: HelpNeedsOffer
  wish: HelpWish
  onChange: (wish: HelpWish) => void
  /** In whose words it is agreed: the person's own, or of a desk that has asked them. */
  agree?: string
}

/** Asked with what for, and with a consent of its own. Shorter while nothing is chosen: most people need none of it. */
export function HelpNeedsFields({ offer, wish, onChange, agree = '我同意法院为此使用这些信息' }: Props) {
  const { needs, which, note, agreed } = wish
  const asksWhich = offer.choices.some((one) => one.asksWhich && needs.includes(one.id))
  const toggle = (id: string) => onChange({ ...wish, needs: needs.includes(id) ? needs.filter((one) => one !== id) : [...needs, id] })
  return (
    <View className="zx-stack">
      <ChoiceList
        choices={offer.choices.map(({ id, icon, label }) => ({ value: id, title: label, icon: <HelpIcon icon={icon} /> }))}
        chosen={needs} onChoose={toggle}
      />
      {asksWhich ? (
        <TextField
          label="说什么话（方言或语言）" value={which} maxLength={HELP_NOTE_MAX_CHARS} placeholder="例如：闽南话、手语"
          onChange={(text) => onChange({ ...wish, which: text })}
        />
      ) : null}
      <TextField
        label="还想说明的（可不填）" value={note} maxLength={HELP_NOTE_MAX_CHARS} placeholder="例如：请上午打电话"
        onChange={(text) => onChange({ ...wish, note: text })}
      />
      {isEmpty(wish) ? null : (
        <>
          <View className="zx-note"><Text className="zx-body">{offer.purpose}</Text></View>
          <ChoiceList choices={[{ value: 'agreed', title: agree }]} chosen={agreed ? 'agreed' : null} onChoose={() => onChange({ ...wish, agreed: !agreed })} />
        </>
      )}
    </View>
  )
}
