import { createMetrics } from './metrics'

describe('a watched number', () => {
  it('is asked for at each look, and is not there while nobody can tell', async () => {
    const metrics = createMetrics()
    let numbers: ReadonlyMap<string, number> | undefined = new Map([['threads', 3], ['cases', 0]])
    metrics.watch('behind', 'Entries', 'tail', async () => {
      if (!numbers) throw new Error('the store does not answer')
      return numbers
    })
    expect(await metrics.registry.metrics()).toMatch(/^behind\{tail="threads"\} 3\nbehind\{tail="cases"\} 0$/m)
    numbers = new Map([['threads', 0]])
    expect(await metrics.registry.metrics()).toMatch(/^behind\{tail="threads"\} 0$/m)
    numbers = undefined
    expect(await metrics.registry.metrics()).not.toMatch(/^behind\{/m)
  })
})
