import type { SystemMay } from '@zhixin/shared/rules'
import type { IntegrationKind } from '@zhixin/shared/integration'
import { definePolicy, type Policy } from '../platform/http/policy'

/** The action that a system's `may` gives it. */
export const actionOf = (what: SystemMay): string => `integration.${what}`

/** For other systems alone: what a key may send stands in config/court/integration.yaml. */
export const sendItems = {
  cases: definePolicy({ action: 'integration.cases', audience: ['system'] }),
  parties: definePolicy({ action: 'integration.parties', audience: ['system'] }),
  officers: definePolicy({ action: 'integration.officers', audience: ['system'] }),
  nodes: definePolicy({ action: 'integration.nodes', audience: ['system'] }),
} satisfies Record<IntegrationKind, Policy>

/** What came from other systems, when, and what of it was refused: numbers and reasons, nothing of a case. */
export const listExchanges = definePolicy({ action: 'integration.list', audience: ['staff'], granted: true, administrative: true })
