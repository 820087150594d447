import type { ThreadSummary } from '@zhixin/shared/contract'
import { Text } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { openDocument } from '@/platform/open-file'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

/** Staff: a PDF with a QR code for each participant, to go with a letter of the court's. */
export function Slips({ caseId, people }: { caseId: string; people: readonly ThreadSummary[] }) {
  const print = useAction(async (personId: string) => openDocument(await services.helpDesk.slip({ caseId, personId }), '绑定单.pdf'))
  return (
    <Section title="绑定二维码（通知书用）">
      {people.map(({ personId, personName, personRole }) => (
        <ListRow
          key={personId} title={personName} note={personRole} value={<Text className="zx-link">{print.busy ? '正在生成' : '打印'}</Text>} label={`打印${personName}的绑定单`}
          onTap={() => print.run(personId)}
        />
      ))}
      {print.error ? <Text className="zx-body zx-late zx-pad">{explain(print.error)}</Text> : null}
    </Section>
  )
}
