import JSZip from 'jszip'

/** What a zip says of the day its files were put into it: a day that says nothing, the first that zip can. */
const NO_DAY = new Date(Date.UTC(1980, 0, 1))

/**
 * An Office document (a zip) packed anew, so that the same words make the same bytes: the libraries put the time of making into it, and a hash of
 * it would never be the same twice. `put`: files that are to stand in it instead of what is there.
 */
export async function packedTheSame(document: Uint8Array, put: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const from = await JSZip.loadAsync(document)
  const to = new JSZip()
  for (const name of Object.keys(from.files).filter((name) => !from.files[name]!.dir).sort()) {
    to.file(name, put[name] ?? (await from.files[name]!.async('uint8array')), { date: NO_DAY, createFolders: false })
  }
  return to.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', platform: 'DOS' })
}
