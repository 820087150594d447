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

test('nobody is answered from a look that began before they asked', async () => {
  let now = 0
  let finish = (): void => undefined
  const look = coalesced(async () => {
    const seen = now
    await new Promise<void>((resolve) => (finish = resolve))
    return seen
  })
  const early = [look(), look()]
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  now = 1
  const finishEarly = finish
  const late = look()
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  finishEarly()
  finish()
  expect(await Promise.all([...early, late])).toEqual([0, 0, 1])
})
