import { readdirSync } from 'node:fs'
import path from 'node:path'
import {
  type AttachmentsConfig, AttachmentsConfigSchema, type BindingHelpConfig, BindingHelpConfigSchema, type Calendar, type Catalogue, type CourtProfile,
  CourtProfileSchema, type FilingConfig, FilingConfigSchema, type FormsConfig, type HelpNeedsConfig, HelpNeedsConfigSchema, HolidayYearSchema,
  type IntegrationConfig, IntegrationConfigSchema, type LadderConfig, type MessagingConfig, type NoticesConfig,
  NoticesConfigSchema, type RolesConfig, RolesConfigSchema, type ServiceConfig, type SmsConfig, SmsConfigSchema, type StandingConfig, StandingConfigSchema,
  type UrgentConfig, UrgentConfigSchema, type TransferConfig, TransferConfigSchema,
} from '@zhixin/shared/rules'
import { loadLadder } from './court-ladder'
import { loadCatalogue, loadForms, loadMessaging } from './court-progress'
import { loadService } from './court-service'
import { readConfig } from './platform/config-file'

export interface CourtConfig {
  court: CourtProfile
  messaging: MessagingConfig
  attachments: AttachmentsConfig
  calendar: Calendar
  roles: RolesConfig
  bindingHelp: BindingHelpConfig
  helpNeeds: HelpNeedsConfig
  standing: StandingConfig
  urgent: UrgentConfig
  /** Which other systems may send what. */
  integration: IntegrationConfig
  /** The courts that cases go to and come from. */
  transfer: TransferConfig
  /** When threads go to the court's electronic file. */
  filing: FilingConfig
  /** What people can be asked to do, and the forms they hand in. */
  forms: FormsConfig
  /** Nodes, events, periods and who is told of them. */
  catalogue: Catalogue
  /** Whom an overdue period goes up to, and when. */
  ladder: LadderConfig
  /** Which documents are served electronically, with whose consent, and when that counts. */
  service: ServiceConfig
  /** What of a thread is pushed, over which channels and in which words. */
  notices: NoticesConfig
  /** The words of text messages. */
  sms: SmsConfig
}

/** What a court changes without touching code, from `config/court`. Throws ConfigError naming file and field. */
export function loadCourtConfig(configDir: string): CourtConfig {
  const file = (name: string): string => path.join(configDir, 'court', name)
  const years = readdirSync(file('holidays'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readConfig(file(`holidays/${name}`), HolidayYearSchema))
  const roles = readConfig(file('roles.yaml'), RolesConfigSchema)
  const catalogue = loadCatalogue(file('progress'), roles)
  const messaging = loadMessaging(file('messaging.yaml'), catalogue)
  return {
    court: readConfig(file('court.yaml'), CourtProfileSchema),
    messaging,
    integration: readConfig(file('integration.yaml'), IntegrationConfigSchema),
    transfer: readConfig(file('transfer.yaml'), TransferConfigSchema),
    filing: readConfig(file('filing.yaml'), FilingConfigSchema),
    forms: loadForms(file('forms.yaml'), catalogue),
    roles,
    catalogue,
    ladder: loadLadder(file('progress/ladder.yaml'), catalogue),
    service: loadService(file('service.yaml'), catalogue),
    sms: readConfig(path.join(configDir, 'sms.yaml'), SmsConfigSchema),
    notices: readConfig(file('notices.yaml'), NoticesConfigSchema),
    helpNeeds: readConfig(file('help-needs.yaml'), HelpNeedsConfigSchema),
    standing: readConfig(file('standing.yaml'), StandingConfigSchema),
    urgent: readConfig(file('urgent.yaml'), UrgentConfigSchema),
    bindingHelp: readConfig(file('binding-help.yaml'), BindingHelpConfigSchema),
    attachments: readConfig(file('attachments.yaml'), AttachmentsConfigSchema),
    calendar: {
      years: years.map(({ year }) => year),
      holidays: new Set(years.flatMap(({ holidays }) => holidays)),
      makeUpWorkdays: new Set(years.flatMap(({ make_up_workdays }) => make_up_workdays)),
      officeHours: messaging.office_hours.periods,
    },
  }
}
