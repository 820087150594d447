import type { CallView } from '@zhixin/shared/contract'
import { codedOf } from '../services/errors'
import type { DeskKind } from '../services/hotline-words'

type Kind = DeskKind['kind']

/** What the form begins with: the number that was shown. It is no part of a report of misconduct unless whoever reports says so. */
export const offeredWords = ({ number }: Pick<CallView, 'number'>, kind: Kind): Readonly<Record<string, string>> =>
  number !== null && kind !== 'discipline' ? { phone: number } : {}

/** Whether the receipt is texted, as far as the clerk has not said so: with a report of misconduct only where it was asked for. */
export const isTexted = (kind: Kind, said: boolean | null): boolean => said ?? kind !== 'discipline'

/** The field of the form that the court did not take. */
export const wrongField = (error: unknown): string | undefined => (error ? codedOf(error).field?.split('.').pop() : undefined)
