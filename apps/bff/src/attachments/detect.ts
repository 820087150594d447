import { isUtf8 } from 'node:buffer'

// Bytes that text has no business with.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/

/** MIME type by content; undefined when it cannot be told. Does not look at names, nor for what is hidden inside. */
export async function typeOf(bytes: Buffer): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes)
  if (found) return found.mime.split(';')[0]!.trim()
  return isPlainText(bytes) ? 'text/plain' : undefined
}

// Markup that a browser might run is no plain text, whatever it calls itself.
const isPlainText = (bytes: Buffer): boolean => isUtf8(bytes) && !CONTROL.test(bytes.toString('utf8')) && !/^\s*</.test(bytes.toString('utf8', 0, 512))
