import type { ComplaintDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { back } from '@/platform/navigation'
import type { ComplaintPlace } from '@/services'
import type { CourtPeople } from '../../components/staff-field'
import { StepForm } from '../../components/step-form'

export default function ComplaintStepPage() {
  const { stream = '', complaintId = '', step = '' } = useRouter().params
  return <ReaderPage title="办理">{(reader) => <Step {...reader} place={{ stream, complaintId }} step={step} />}</ReaderPage>
}

/** Of the court's staff those whom the file is about. */
const meantIn = ({ aboutStaff }: ComplaintDetail, { staff }: CourtPeople): CourtPeople['staff'] =>
  staff.filter(({ staffId }) => aboutStaff.some((one) => one.staffId === staffId))

/** One step of a file: what it asks for, filled in and sent. */
function Step({ account, place, step }: Reader & { place: ComplaintPlace; step: string }) {
  const { complaintFiles } = account
  const found = useResource(`${place.complaintId}/${step}`, async () => ({ ...(await complaintFiles.one(place)), people: await complaintFiles.people(place.stream) }))
  const form = found.value?.can.steps.find((one) => one.step === step)
  return (
    <PageShell title={form?.label ?? '办理'}>
      <View className="zx-pad">
        <ResourceView resource={found} what="正在打开">
          {({ data, people }) => (form ? (
            <View className="zx-stack">
              <View className="zx-stack--tight">
                <Text className="zx-headline">{form.label}</Text>
                <Text className="zx-body">{data.about}</Text>
                <Text className="zx-caption">现在：{data.stateLabel} · 以“{form.as}”的身份办</Text>
              </View>
              <StepForm key={step} form={form} people={{ ...people, about: meantIn(data, people) }} place={place} account={account} onDone={back} />
            </View>
          ) : (
            <EmptyState title="这一步现在不能办" hint="这件可能已经办到别的环节，或者不再由您办。">
              <Button onTap={back}>返回</Button>
            </EmptyState>
          ))}
        </ResourceView>
      </View>
    </PageShell>
  )
}
