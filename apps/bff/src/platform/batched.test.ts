import { batched, coalesced } from './batched'

test('what is asked for at the same time is one look, each id once; whoever asks later gets a later look', async () => {
  const looks: string[][] = []
  const find = batched(async (ids) => {
    looks.push(ids)
    return ids.filter((id) => id !== 'nobody').map((id) => ({ _id: id, look: looks.length }))
  })
  const answers = await Promise.all([find('a'), find('b'), find('a'), find('nobody')])
  expect(answers).toEqual([{ _id: 'a', look: 1 }, { _id: 'b', look: 1 }, { _id: 'a', look: 1 }, undefined])
  expect(await find('a')).toEqual({ _id: 'a', look: 2 })
  expect(looks).toEqual([['a', 'b', 'nobody'], ['a']])
})

test('a look that fails fails for those who waited for it, and for nobody after', async () => {
  let isBroken = true
  const find = batched(async (ids) => {
    if (isBroken) throw new Error('no store')
    return ids.map((_id) => ({ _id }))
  })
  await expect(Promise.all([find('a'), find('b')])).rejects.toThrow('no store')
  isBroken = false
  expect(await find('a')).toEqual({ _id: 'a' })
})

test('nobody is answered from a look that began before they asked, and a look that hangs holds up nobody else', async () => {
  let looks = 0
  const finish: (() => void)[] = []
  const begun: (() => void)[] = []
  const look = coalesced(async () => {
    const mine = ++looks
    begun.shift()?.()
    await new Promise<void>((resolve) => finish.push(resolve))
    return mine
  })
  const firstBegins = new Promise<void>((resolve) => begun.push(resolve))
  const early = [look(), look()]
  await firstBegins
  const secondBegins = new Promise<void>((resolve) => begun.push(resolve))
  const late = [look(), look()]
  // The first one never came to an end so far.
  await secondBegins
  finish.forEach((end) => end())
  expect(await Promise.all([...early, ...late])).toEqual([1, 1, 2, 2])
})

test('while a look is under way, all who ask gather for the next', async () => {
  let looks = 0
  const find = batched(async (ids) => {
    const mine = ++looks
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    return ids.map((id) => ({ _id: id, look: mine }))
  })
  const first = find('a')
  await new Promise(setImmediate)
  const others = []
  for (const id of ['b', 'c', 'd']) {
    others.push(find(id))
    await Promise.resolve()
  }
  expect([await first, ...(await Promise.all(others))].map((found) => found?.look)).toEqual([1, 2, 2, 2])
})
