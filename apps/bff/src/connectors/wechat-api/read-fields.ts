import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { CallbackError } from '../../ports/callback-error'

const FieldsSchema = z.record(z.string(), z.unknown())
// Everything stays text: an id is longer than a number can be. Entities are not resolved, so there is none that grows.
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false })

/** What stands in a body of WeChat's, XML or JSON, as fields. Throws CallbackError `unreadable`. */
export function readFields(body: string): Record<string, unknown> {
  try {
    if (!body.trimStart().startsWith('<')) return FieldsSchema.parse(JSON.parse(withIdsAsText(body)))
    if (body.includes('<!')) onlyCdata(body)
    return FieldsSchema.parse((parser.parse(body, true) as { xml?: unknown }).xml)
  } catch (error) {
    throw new CallbackError('unreadable', { cause: error instanceof z.ZodError ? undefined : error })
  }
}

const withIdsAsText = (json: string): string => json.replace(/("MsgID"\s*:\s*)(\d+)/gi, '$1"$2"')

/** No document type, no comment: WeChat sends neither. */
function onlyCdata(body: string): void {
  if (/<!(?!\[CDATA\[)/.test(body)) throw new SyntaxError('more than elements and text')
}
