import { readdirSync } from 'node:fs'
import path from 'node:path'
import {
  type AttachmentsConfig, AttachmentsConfigSchema, type Calendar, type CourtProfile, CourtProfileSchema, HolidayYearSchema, type MessagingConfig,
  MessagingConfigSchema, type RolesConfig, RolesConfigSchema,
} from '@zhixin/shared/rules'
import { readConfig } from './platform/config-file'

export interface CourtConfig {
  court: CourtProfile
  messaging: MessagingConfig
  attachments: AttachmentsConfig
  calendar: Calendar
  roles: RolesConfig
}

/** What a court changes without touching code, from `config/court`. Throws ConfigError naming file and field. */
export function loadCourtConfig(configDir: string): CourtConfig {
  const file = (name: string): string => path.join(configDir, 'court', name)
  const messaging = readConfig(file('messaging.yaml'), MessagingConfigSchema)
  const years = readdirSync(file('holidays'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readConfig(file(`holidays/${name}`), HolidayYearSchema))
  return {
    court: readConfig(file('court.yaml'), CourtProfileSchema),
    messaging,
    roles: readConfig(file('roles.yaml'), RolesConfigSchema),
    attachments: readConfig(file('attachments.yaml'), AttachmentsConfigSchema),
    calendar: {
      years: years.map(({ year }) => year),
      holidays: new Set(years.flatMap(({ holidays }) => holidays)),
      makeUpWorkdays: new Set(years.flatMap(({ make_up_workdays }) => make_up_workdays)),
      officeHours: messaging.office_hours.periods,
    },
  }
}
