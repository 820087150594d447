const PAGE = 64

/**
 * Values by an entry's index, for a state that is never changed: adding one copies a page and the list of pages, not everything, so
 * that a long thread costs no more to go on with than a short one.
 */
export type Paged<V> = Readonly<Record<number, Readonly<Record<number, V>>>>

const pageOf = (index: number): number => Math.floor(index / PAGE)

export const valueAt = <V>(paged: Paged<V>, index: number): V | undefined => paged[pageOf(index)]?.[index]

export const withValue = <V>(paged: Paged<V>, index: number, value: V): Paged<V> => ({
  ...paged, [pageOf(index)]: { ...paged[pageOf(index)], [index]: value },
})
