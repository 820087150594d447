import { mkdir, open, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** A whole file, or none: written under a name that nobody reads, made durable, then renamed. */
async function putWhole(folder: string, name: string, text: string): Promise<void> {
  const temporary = path.join(folder, `.${name}.tmp`)
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path.join(folder, name))
  const directory = await open(folder, 'r')
  await directory.sync().finally(() => directory.close())
}

const exists = (file: string): Promise<boolean> => stat(file).then(() => true, () => false)

/** The two folders, and in the first those where files go when they are done with, or cannot be used. */
export async function openFolders(root: string) {
  const [incoming, outgoing] = [path.join(root, 'in'), path.join(root, 'out')]
  const [processed, broken] = [path.join(incoming, 'processed'), path.join(incoming, 'broken')]
  for (const folder of [processed, broken, outgoing]) await mkdir(folder, { recursive: true, mode: 0o770 })

  /** Moves a file out of `in` and answers the name it has there: one that is there already keeps its own. */
  async function move(name: string, to: string): Promise<string> {
    for (let n = 0; ; n++) {
      const free = n === 0 ? name : name.replace(/\.json$/, `-${n}.json`)
      if (await exists(path.join(to, free))) continue
      await rename(path.join(incoming, name), path.join(to, free))
      return free
    }
  }

  return {
    /** Whole files that came, by name. What begins with a dot or ends otherwise is somebody's who still writes. */
    async arrived(): Promise<{ name: string; size: number; changedMs: number }[]> {
      const names = (await readdir(incoming, { withFileTypes: true })).filter((one) => one.isFile() && !one.name.startsWith('.') && one.name.endsWith('.json'))
      const found = await Promise.all(names.map(async ({ name }) => {
        const known = await stat(path.join(incoming, name)).catch(() => undefined)
        return known ? [{ name, size: known.size, changedMs: known.mtimeMs }] : []
      }))
      return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    read: (name: string): Promise<string> => readFile(path.join(incoming, name), 'utf8'),
    done: async (name: string): Promise<void> => void (await move(name, processed)),
    async setAside(name: string, why: object): Promise<void> {
      const kept = await move(name, broken)
      await writeFile(path.join(broken, `${kept}.why.txt`), `${JSON.stringify(why, null, 2)}\n`, { mode: 0o660 })
    },
    put: (name: string, text: string): Promise<void> => putWhole(outgoing, name, text),
    isOut: (name: string): Promise<boolean> => exists(path.join(outgoing, name)),
    /** What a process left half written when it was killed. */
    async tidy(): Promise<void> {
      for (const name of await readdir(outgoing)) if (/^\..*\.tmp$/.test(name)) await unlink(path.join(outgoing, name)).catch(() => undefined)
    },
  }
}
export type Folders = Awaited<ReturnType<typeof openFolders>>
