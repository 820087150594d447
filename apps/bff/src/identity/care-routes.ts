import { DisplayInputSchema, HelpNeedsInputSchema, HelpNeedsLookSchema, HelpNeedsSeenSchema, MyDisplaySchema, MyHelpNeedsSchema } from '@zhixin/shared/contract'
import { actorKeyOf, type PersonActor, type StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { definePolicy } from '../platform/http/policy'
import type { Displays } from './display'
import type { HelpNeeds } from './help-needs'
import type { People } from './people'

const tellHelpNeeds = definePolicy({ action: 'me.tell_help_needs', audience: ['person'] })
const chooseDisplay = definePolicy({ action: 'me.choose_display', audience: ['person', 'staff'] })
/** The reception window and the hotline, about the person they have before them. */
const seeHelpNeeds = definePolicy({ action: 'desk.see_help_needs', audience: ['staff'], granted: true })

const tag = '需要的照顾 help needs'

export interface CareParts {
  people: Pick<People, 'byPapers'>
  helpNeeds: HelpNeeds
  displays: Displays
}

/** What people tell of themselves so that the product and the court suit them. */
export function createCareRoutes({ people, helpNeeds, displays }: CareParts): Route[] {
  const own = { path: '/me/help-needs', tag, policy: tellHelpNeeds, answer: MyHelpNeedsSchema } as const
  const mine = async ({ personId }: PersonActor) => ({ data: await helpNeeds.mine(personId) })
  const display = { path: '/me/display', tag: '身份 identity', policy: chooseDisplay, answer: MyDisplaySchema } as const
  return [
    defineRoute({ ...own, method: 'get', summary: 'What I have told about how to talk with me, and what can be told', limit: 'read', handle: ({ actor }) => mine(actor as PersonActor) }),
    defineRoute({
      ...own, method: 'put', summary: 'Tells how to talk with me: sensitive, for that alone', limit: 'write', body: HelpNeedsInputSchema,
      async handle({ actor, body: { needs, which, note } }) {
        const person = actor as PersonActor
        await helpNeeds.tell(person.personId, person.accountId, { needs, which, note })
        return mine(person)
      },
    }),
    defineRoute({
      ...own, method: 'delete', summary: 'Takes it back: what was told is gone', limit: 'write',
      async handle({ actor }) {
        const person = actor as PersonActor
        await helpNeeds.takeBack(person.personId, person.accountId)
        return mine(person)
      },
    }),
    defineRoute({
      method: 'post', path: '/desk/help-needs', summary: 'Window and hotline: how to talk with the person before them; that somebody looked is kept', tag,
      policy: seeHelpNeeds, limit: 'write', body: HelpNeedsLookSchema, answer: HelpNeedsSeenSchema,
      async handle({ actor, body }) {
        // Whom the court does not know has told nothing: the desk does not learn which it is.
        const person = await people.byPapers(body)
        return { data: { helpNeeds: person ? await helpNeeds.lookedAtBy((actor as StaffActor).staffId, person._id) : null } }
      },
    }),
    defineRoute({
      ...display, method: 'get', summary: 'How I want things drawn', limit: 'read',
      handle: async ({ actor }) => ({ data: { display: await displays.of(actorKeyOf(actor)!) } }),
    }),
    defineRoute({
      ...display, method: 'put', summary: 'How I want things drawn, on every phone', limit: 'write', body: DisplayInputSchema,
      async handle({ actor, body }) {
        await displays.keep(actorKeyOf(actor)!, body)
        return { data: { display: body } }
      },
    }),
  ] as Route[]
}
