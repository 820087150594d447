// @koa/multer ships no types; this is what body.ts uses of it.
declare module '@koa/multer' {
  import type { Context, Next } from 'koa'

  interface Options {
    storage: unknown
    limits: Record<string, number>
    defParamCharset?: string
  }
  interface Multer { single(field: string): (ctx: Context, next: Next) => Promise<unknown> }
  function multer(options: Options): Multer
  namespace multer {
    interface File { originalname: string; mimetype: string; buffer: Buffer }
    function memoryStorage(): unknown
  }
  export = multer
}
