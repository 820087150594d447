import { CourtsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { reportChain } from '@zhixin/shared/ids'
import type { Actor as LogActor, JsonObject } from '@zhixin/shared/log'
import {
  addDays, type CourtFigures, CourtFiguresSchema, type CourtProfile, dayOf, evolveFigures, type FiguresState, noFigures, scopeOf, type SupervisionConfig,
  type TransferConfig,
} from '@zhixin/shared/rules'
import { type Fold, type Log, sm3Hex } from '../../log'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { CourtSignature } from '../../signature'
import { type GivenFile, readSigned, signedFiles, type Transfer } from '../../transfer'
import type { CourtItem } from '../overview'
import { figuresOf } from './figures'
import { readCourts } from './policy'

export interface LevelsParts {
  log: Log
  court: CourtProfile
  transferConfig: TransferConfig
  config: SupervisionConfig
  signature: CourtSignature
  transfer: Pick<Transfer, 'put' | 'onFigures'>
  /** Everything that supervision counts, as of now. */
  counted(): Promise<{ now: string; items: CourtItem[] }>
  clock: Clock
}

const MADE: LogActor = { kind: 'system', id: 'court-figures', role: 'report' }
const NAME = 'figures.json'
/** How far back a court's last word is looked for. */
const DAYS_LOOKED_BACK = 7
const figuresFold: Fold<FiguresState> = { name: 'court-figures', initial: noFigures, evolve: evolveFigures }

/**
 * Two levels of court. A court tells its superior its figures each day, signed; the superior court keeps what came as entries of its own. What
 * comes counts only from a court that this one says is below it: a court of the same level is refused, whatever it has signed.
 */
export function createLevels({ log, court, transferConfig, config, signature, transfer, counted, clock }: LevelsParts) {
  const nameOf = (id: string): string => transferConfig.courts.find((one) => one.id === id)?.name ?? id
  for (const id of [...(court.superior === undefined ? [] : [court.superior]), ...court.inferiors]) {
    if (!transferConfig.courts.some((one) => one.id === id)) throw new TypeError(`config/court/court.yaml: superior, inferiors: no court ${id} in transfer.yaml`)
  }
  const today = (): string => dayOf(clock.now().toISOString())
  const stateOf = (day: string): Promise<FiguresState> => log.state(figuresFold, reportChain('daily', day))
  const append = (day: string, key: string, type: string, body: object) =>
    log.append({ chain: reportChain('daily', day), key, decide: async () => ({ type, actor: MADE, body: JSON.parse(JSON.stringify(body)) as JsonObject }) })

  transfer.onFigures(async (files: readonly GivenFile[]) => {
    const { document: figures, bytes } = readSigned(NAME, CourtFiguresSchema, files, { courts: transferConfig.courts, own: court.id })
    assertThat(court.inferiors.includes(figures.from), 'supervision.not_below')
    const sm3 = sm3Hex(bytes)
    await append(figures.day, `figures/${figures.from}/${figures.day}/${sm3}`, 'figures.received', { figures, sm3 })
  })

  /** The newest word of a court below, of the last days. */
  async function newestOf(courtId: string): Promise<CourtFigures | null> {
    for (let back = 0; back < DAYS_LOOKED_BACK; back++) {
      const found = (await stateOf(addDays(today(), -back))).received[courtId]
      if (found) return found
    }
    return null
  }

  const routes = [
    defineRoute({
      method: 'get', path: '/supervision/courts', summary: 'The courts below this one, side by side: what each said of itself last', tag: '督办 supervision',
      policy: readCourts, limit: 'read', answer: CourtsSchema,
      async handle({ actor }) {
        assertThat(scopeOf((actor as StaffActor).roles, config.scopes) === 'court', 'access.forbidden')
        const courts = await Promise.all(court.inferiors.map(async (courtId) => {
          const figures = await newestOf(courtId)
          return {
            courtId, name: nameOf(courtId), day: figures?.day ?? null, asOf: figures?.asOf ?? null,
            isLate: figures === null || figures.day < addDays(today(), -1),
            numbers: figures?.numbers ?? [], petitions: figures?.petitions ?? [],
          }
        }))
        return { data: { superior: court.superior === undefined ? null : nameOf(court.superior), lastSent: await lastSent(), courts } }
      },
    }),
  ] as Route[]

  async function lastSent(): Promise<string | null> {
    if (court.superior === undefined) return null
    for (let back = 0; back < DAYS_LOOKED_BACK; back++) {
      const { made, handedTo } = await stateOf(addDays(today(), -back))
      if (made && handedTo.includes(court.superior)) return made.asOf
    }
    return null
  }

  return {
    routes,
    /** Makes the day's figures, once, and sends them up until they have got there. Run it now and then; two processes do it at once without harm. */
    async tick(): Promise<void> {
      const to = court.superior
      if (to === undefined) return
      const day = today()
      let { made, handedTo } = await stateOf(day)
      if (!made) {
        const { now, items } = await counted()
        await append(day, `figures/made/${day}`, 'figures.made', { figures: figuresOf(items, { from: court.id, to, asOf: now }, config) })
        ;({ made, handedTo } = await stateOf(day))
      }
      if (!made || handedTo.includes(to)) return
      const hitch = await transfer.put(to, 'court_figures', `figures-${day}`, signedFiles(NAME, made, signature))
      if (hitch === null) await append(day, `figures/handed/${day}/${to}`, 'figures.handed', { to })
    },
  }
}
export type Levels = ReturnType<typeof createLevels>
