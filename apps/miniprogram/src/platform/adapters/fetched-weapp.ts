import Taro from '@tarojs/taro'

/*
 * What is fetched to be shown goes into a folder of our own: WeChat's temporary files stay after the app has ended for as long as there is
 * room, and only what lies in the user's folder can be removed for certain.
 */
const FOLDER = 'fetched'
/** Files of this run of the app begin with it. */
const RUN = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`
const ENDING = /\.[a-z0-9]{1,5}$/i
let count = 0

const folder = (): string => `${Taro.env.USER_DATA_PATH}/${FOLDER}`

/** A place for one file to be fetched to. `name` tells by its ending what it is; the rest of it says too much to stand on a phone. */
export async function newPlace(name: string): Promise<string> {
  await new Promise<void>((resolve) => Taro.getFileSystemManager().mkdir({ dirPath: folder(), recursive: true, complete: () => resolve() }))
  return `${folder()}/${RUN}-${++count}${ENDING.exec(name)?.[0]?.toLowerCase() ?? ''}`
}

/** Never rejects: what is gone already need not be removed. */
export const unlink = (filePath: string): Promise<void> =>
  new Promise((resolve) => Taro.getFileSystemManager().unlink({ filePath, complete: () => resolve() }))

/** Removes all that lies there from earlier runs, and what this one has fetched until now. Never rejects. */
export async function sweepFetched(): Promise<void> {
  const until = count
  const names = await new Promise<string[]>((resolve) =>
    Taro.getFileSystemManager().readdir({ dirPath: folder(), success: ({ files }) => resolve(files), fail: () => resolve([]) }))
  const isNewer = (name: string): boolean => name.startsWith(`${RUN}-`) && Number.parseInt(name.slice(RUN.length + 1), 10) > until
  await Promise.all(names.filter((name) => !isNewer(name)).map((name) => unlink(`${folder()}/${name}`)))
}
