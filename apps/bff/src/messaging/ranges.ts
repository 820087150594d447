/** Indexes of a chain in growing order, runs of neighbours as one pair: `[[3, 9], [12, 12]]`. A thousand unread messages are few pairs. */
export type Ranges = (readonly [first: number, last: number])[]

/** With one more index, which is greater than all that are there. */
export function withIndex(ranges: Ranges, index: number): Ranges {
  const newest = ranges.at(-1)
  return newest?.[1] === index - 1 ? [...ranges.slice(0, -1), [newest[0], index]] : [...ranges, [index, index]]
}

/** Those above an index. */
export const above = (ranges: Ranges, index: number): Ranges =>
  ranges.filter(([, last]) => last > index).map(([first, last]) => [Math.max(first, index + 1), last])

export const countOf = (ranges: Ranges): number => ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)
