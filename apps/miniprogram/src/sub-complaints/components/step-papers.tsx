import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { Papers } from '@/components/papers'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import type { ComplaintDraft, ComplaintFiles, ComplaintPlace } from '@/services'
import type { StepForm } from '@/services/complaint-file-words'
import './files.less'

type Brought = ComplaintDraft['papers'][string]
interface Props {
  papers: StepForm['papers']
  brought: ComplaintDraft['papers']
  place: ComplaintPlace
  upload: ComplaintFiles['upload']
  errorOf(field: string): string | undefined
  onBusy(busy: boolean): void
  onChange(paper: string, to: (before: Brought) => Brought): void
}

/** Documents that a step rests on: uploaded, or made here as a form of the court's own. */
export function StepPapers({ papers, brought, place, upload, errorOf, onBusy, onChange }: Props) {
  return (
    <>
      {papers.map(({ paper, label, required, form, formOnly, isFiled }) => {
        const error = errorOf(`papers.${paper}`)
        return (
          <View key={paper} className="zx-stack--tight">
            {isFiled ? <View className="zx-note zx-note--done"><Text className="zx-body">{label}：卷里已经有了。</Text></View> : null}
            {form !== null && !isFiled ? (
              <Section title={required ? label : `${label}（看情况）`}>
                <View className="zx-file-block">
                  <Text className="zx-body">{formOnly ? '要在这里填写、当事人签名以后才算数，不能用上传的代替。' : '可以在这里填写签名，也可以上传做好的。'}</Text>
                  <Button kind="plain" onTap={() => open('papers', { place: 'petition', fileId: place.complaintId })}>去做{label}</Button>
                </View>
              </Section>
            ) : null}
            {formOnly || isFiled ? null : (
              <Papers
                label={label} hint="照片要拍清楚，也可以选 PDF。" required={required} documents papers={brought[paper] ?? []} onBusy={onBusy}
                upload={(file, onProgress) => upload(place, file, onProgress)} onChange={(to) => onChange(paper, (before) => to(before) as Brought)}
              />
            )}
            {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
          </View>
        )
      })}
    </>
  )
}
