import { type CallState, evolveCall, noCall } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const callFold: Fold<CallState> = { name: 'hotline_call', initial: noCall, evolve: evolveCall }
