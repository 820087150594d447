import { AllowNoticesSchema, type NoticeSettings, NoticeSettingsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { CourtProfile, NoticesConfig } from '@zhixin/shared/rules'
import type { ReachOf } from '../../identity'
import { maskPhone } from '../../identity'
import type { PersonActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { allowNotices, readSettings } from './policy'
import type { Quota } from './quota'

const tag = '通知 notices'

export interface SettingsParts {
  reach: Pick<ReachOf, 'of'>
  quota: Quota
  config: NoticesConfig
  court: CourtProfile
}

/** What reaches whoever asks, and what they allow WeChat to send them. */
export function createSettingsRoutes({ reach, quota, config, court }: SettingsParts): Route[] {
  const templates = Object.entries(config.wechat_templates)
  const byId = new Map(templates.map(([name, template]) => [template.id, { name, ...template }]))

  async function view(personId: string): Promise<NoticeSettings> {
    const { openid, phones } = await reach.of(personId)
    const left = await Promise.all(templates.map(([, { id }]) => quota.of(personId, id)))
    return {
      wechat: openid !== undefined,
      phones: phones.filter(({ confirmed }) => confirmed).map(({ number }) => maskPhone(number)),
      hotline: court.hotline,
      templates: templates.map(([name, { id, kind, title, about }], i) => {
        const own = left[i]!
        return { name, id, kind, title, about, left: own === 'standing' ? null : own }
      }),
      asks: Object.fromEntries(Object.entries(config.asks).map(([tap, names]) => [tap, names.map((name) => config.wechat_templates[name]!.id)])),
      quiet: { from: config.quiet_hours.from, to: config.quiet_hours.to },
      nextChannelAfterDays: config.next_channel_after.value,
    }
  }

  return [
    defineRoute({
      method: 'get', path: '/me/notice-settings', summary: 'Over what the person who asks is reached, and how often WeChat may remind them yet', tag,
      policy: readSettings, limit: 'read', answer: NoticeSettingsSchema,
      handle: async ({ actor }) => ({ data: await view((actor as PersonActor).personId) }),
    }),
    defineRoute({
      method: 'post', path: '/me/notice-settings/allowances', summary: 'What somebody chose when WeChat asked them; each acceptance is one message', tag,
      policy: allowNotices, limit: 'write', body: AllowNoticesSchema, answer: NoticeSettingsSchema,
      async handle({ actor, body: { commandId, results } }) {
        const { personId } = actor as PersonActor
        const known = results.map(({ templateId, accepted }) => ({ template: byId.get(templateId), accepted }))
        assertThat(known.every(({ template }) => template), 'input.invalid', { field: 'body.results' })
        assertThat(new Set(known.map(({ template }) => template!.kind)).size === 1, 'input.invalid', { field: 'body.results' })
        for (const { template, accepted } of known) {
          if (accepted) await quota.grant(personId, template!.id, template!.kind, `allowed/${commandId}`)
        }
        return { data: await view(personId) }
      },
    }),
  ] as Route[]
}
