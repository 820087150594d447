import { bodyParser } from '@koa/bodyparser'
import multer from '@koa/multer'
import { CodedError } from '@zhixin/shared/errors'
import type { Context } from 'koa'
import type { UploadedFile } from './route'

const JSON_LIMIT = '64kb'
/** What the frame of a multipart message may add to the file itself. */
const MULTIPART_OVERHEAD = 16 * 1024
const nothing = async (): Promise<void> => undefined

const json = bodyParser({ enableTypes: ['json'], jsonLimit: JSON_LIMIT, parsedMethods: ['POST', 'PUT', 'DELETE'] })

/** The JSON body of a request. Throws `input.too_large` or `input.malformed`. */
export async function readJson(ctx: Context): Promise<unknown> {
  try {
    await json(ctx, nothing)
  } catch (error) {
    const status = (error as { status?: unknown }).status
    throw new CodedError(status === 413 ? 'input.too_large' : 'input.malformed', { cause: error })
  }
  return ctx.request.body
}

/** The bytes of a signed request's body, read once. Throws `input.too_large`; what has come by then is thrown away. */
export async function readBytes(ctx: Context, maxBytes: number): Promise<Buffer> {
  if (Number(ctx.get('content-length')) > maxBytes) throw new CodedError('input.too_large')
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of ctx.req as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > maxBytes) throw new CodedError('input.too_large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** JSON out of bytes that were signed. Throws `input.malformed`. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new CodedError('input.malformed', { cause: error })
  }
}

/**
 * The one part `file` of a multipart request, and its other parts as body. WeChat names a part after its own temporary file, so a part
 * `fileName` says what the file is called. Throws `input.too_large` or `input.malformed`.
 */
export async function readUpload(ctx: Context, maxBytes: number): Promise<{ body: unknown; file: UploadedFile }> {
  if (!ctx.is('multipart/form-data')) throw new CodedError('input.malformed')
  if (Number(ctx.get('content-length')) > maxBytes + MULTIPART_OVERHEAD) throw new CodedError('input.too_large', { field: 'file' })
  const parser = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxBytes, files: 1, fields: 9, fieldSize: 1024, fieldNameSize: 64, parts: 10, headerPairs: 20, fieldNestingDepth: 0 },
    defParamCharset: 'utf8',
  })
  try {
    await parser.single('file')(ctx, nothing)
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'LIMIT_FILE_SIZE'
    throw new CodedError(tooLarge ? 'input.too_large' : 'input.malformed', { cause: error, ...(tooLarge && { field: 'file' }) })
  }
  const { file } = ctx as Context & { file?: multer.File }
  if (!file) throw new CodedError('input.invalid', { field: 'file', detail: '请选择要上传的文件。' })
  const { fileName, ...body } = ctx.request.body as Record<string, unknown>
  const name = typeof fileName === 'string' && fileName !== '' ? fileName : file.originalname
  return { body, file: { name, claimedType: file.mimetype, bytes: file.buffer } }
}
