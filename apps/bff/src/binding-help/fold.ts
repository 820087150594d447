import { evolveHelp, type HelpState, noHelp } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const helpFold: Fold<HelpState> = { name: 'binding_help', initial: noHelp, evolve: evolveHelp }
