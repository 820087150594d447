import { MongoError, unsupported } from '../errors'

/**
 * MongoDB's (PCRE) pattern as JavaScript's. What JavaScript reads in another way is refused: unicode mode refuses unknown
 * escapes, atomic groups and inline flags by itself; POSIX classes and the x flag are looked for here.
 */
export function compileRegex(pattern: string, flags: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(pattern)
  const source = (inline ? pattern.slice(inline[0].length) : pattern)
    .replace(/\\([\s\S])/g, (whole, char: string) => (/[!"#%&',:;<=>@_`~ -]/.test(char) ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : whole))
  const all = new Set(flags + (inline?.[1] ?? ''))
  for (const flag of all) if (!'imsu'.includes(flag)) throw unsupported(`the regular expression flag '${flag}'`)
  if (/\[\[:|\[\.|\[=/.test(source)) throw unsupported(`a POSIX class in the regular expression /${pattern}/`)
  try {
    return new RegExp(source, [...all].filter((flag) => flag !== 'u').join('') + 'u')
  } catch (error) {
    throw new MongoError(51091, 'Location51091', `Regular expression is invalid or not supported: ${(error as Error).message}`)
  }
}
