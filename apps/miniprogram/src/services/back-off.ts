/** Milliseconds to wait after a number of failures in a row: doubled each time up to a limit, spread over the upper half. */
export function backOff(failures: number, fraction: number, { firstMs = 1_000, mostMs = 30_000 } = {}): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 16))
  return Math.round(whole / 2 + (whole / 2) * fraction)
}
