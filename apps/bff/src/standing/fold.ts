import { evolveStandingRequest, noStandingRequest, type StandingRequestState } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const requestFold: Fold<StandingRequestState> = { name: 'standing-request', initial: noStandingRequest, evolve: evolveStandingRequest }
