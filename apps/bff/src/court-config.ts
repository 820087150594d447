import { readdirSync } from 'node:fs'
import path from 'node:path'
import {
  type AttachmentsConfig, AttachmentsConfigSchema, type BindingHelpConfig, BindingHelpConfigSchema, type BulletinsConfig, type Calendar,
  type Catalogue, type CourtProfile,
  CourtProfileSchema, type FilingConfig, FilingConfigSchema, type FormsConfig, type HelpNeedsConfig, HelpNeedsConfigSchema, HolidayYearSchema,
  type HotlineConfig,
  type IntegrationConfig, IntegrationConfigSchema, type LadderConfig, type MessagingConfig, type NoticesConfig,
  NoticesConfigSchema, type OfficialForms, type RolesConfig, RolesConfigSchema, type ServiceConfig, type SmsConfig, SmsConfigSchema,
  type StandingConfig, StandingConfigSchema,
  type SupervisionConfig, type UrgentConfig, UrgentConfigSchema, type TerminationConfig, type TransferConfig, TransferConfigSchema,
  type Workflows,
} from '@zhixin/shared/rules'
import { loadBulletins } from './court-bulletins'
import { loadHotline } from './court-hotline'
import { loadLadder } from './court-ladder'
import { loadOfficialForms } from './court-official-forms'
import { loadCatalogue, loadForms, loadMessaging } from './court-progress'
import { loadService } from './court-service'
import { loadTermination } from './court-termination'
import { loadSupervision } from './court-supervision'
import { loadWorkflows } from './court-workflows'
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
  /** The hotline desk: lines, who is told what, what is asked for each kind of matter. */
  hotline: HotlineConfig
  /** Which other systems may send what. */
  integration: IntegrationConfig
  /** The courts that cases go to and come from. */
  transfer: TransferConfig
  /** When threads go to the court's electronic file. */
  filing: FilingConfig
  /** What people can be asked to do, and the forms they hand in. */
  forms: FormsConfig
  /** The court's own papers: what each asks, who writes and who signs it. */
  officialForms: OfficialForms
  /** Nodes, events, periods and who is told of them. */
  catalogue: Catalogue
  /** How complaints go from their receipt to their end, by stream. */
  workflows: Workflows
  /** Whom an overdue period goes up to, and when. */
  ladder: LadderConfig
  /** Which documents are served electronically, with whose consent, and when that counts. */
  service: ServiceConfig
  /** What is looked at before a termination of enforcement (终本). */
  termination: TerminationConfig
  /** What is counted for supervision, and whose numbers who sees. */
  supervision: SupervisionConfig
  /** What the court's bulletins say, and what each figure counts. */
  bulletins: BulletinsConfig
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
  const forms = loadForms(file('forms.yaml'), catalogue)
  const service = loadService(file('service.yaml'), catalogue)
  const officialForms = loadOfficialForms(file('official-forms.yaml'), catalogue)
  const workflows = loadWorkflows(file('workflows'), { catalogue, roles, officialForms })
  return {
    court: readConfig(file('court.yaml'), CourtProfileSchema),
    messaging,
    integration: readConfig(file('integration.yaml'), IntegrationConfigSchema),
    transfer: readConfig(file('transfer.yaml'), TransferConfigSchema),
    filing: readConfig(file('filing.yaml'), FilingConfigSchema),
    forms,
    officialForms,
    roles,
    catalogue,
    workflows,
    bulletins: loadBulletins(file('bulletins.yaml'), workflows, catalogue),
    ladder: loadLadder(file('progress/ladder.yaml'), catalogue),
    service,
    termination: loadTermination(file('termination.yaml'), { catalogue, service, forms }),
    supervision: loadSupervision(file('supervision.yaml'), roles),
    sms: readConfig(path.join(configDir, 'sms.yaml'), SmsConfigSchema),
    notices: readConfig(file('notices.yaml'), NoticesConfigSchema),
    helpNeeds: readConfig(file('help-needs.yaml'), HelpNeedsConfigSchema),
    standing: readConfig(file('standing.yaml'), StandingConfigSchema),
    urgent: readConfig(file('urgent.yaml'), UrgentConfigSchema),
    hotline: loadHotline(file('hotline.yaml'), workflows),
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
