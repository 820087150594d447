import { checkGrants, definePolicy } from './policy'

const fetchTea = definePolicy({ action: 'tea.fetch', audience: ['staff'], granted: true })
const countCups = definePolicy({ action: 'cups.count', audience: ['staff'], granted: true, administrative: true })
const lookIn = definePolicy({ action: 'tea.look', audience: ['staff'] })
const policies = [fetchTea, countCups, lookIn]
const waiter = { may: ['tea.fetch'], kept_apart: false }
const counter = { may: ['cups.count'], kept_apart: true }

describe('what roles give and what policies ask', () => {
  it('fit where each granted action has somebody, and whoever is kept apart only administers', () => {
    expect(() => checkGrants({ waiter, counter }, policies)).not.toThrow()
  })
  it.each([
    ['an action that is none', { waiter: { ...waiter, may: ['tea.fetch', 'tea.drink'] }, counter }, 'role waiter: tea.drink is no action that a role can be given'],
    ['an action that nobody is given anywhere', { waiter: { ...waiter, may: ['tea.fetch', 'tea.look'] }, counter }, 'role waiter: tea.look is no action that a role can be given'],
    ['an action that is granted to nobody', { waiter }, 'nobody may do cups.count'],
    ['more than administration for somebody kept apart', { waiter, counter: { ...counter, may: ['cups.count', 'tea.fetch'] } }, 'role counter is kept apart and may not do tea.fetch'],
  ])('do not where there is %s', (_what, roles, message) => {
    expect(() => checkGrants(roles, policies)).toThrow(message)
  })
})
