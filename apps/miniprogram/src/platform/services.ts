import { createServices } from '@/services'
import { adapters } from './adapters'
import { demo } from './app-status'
import { API_ORIGIN, LIVE_ORIGIN } from './origin'

/** The one set of services of this app, over this phone. */
export const services = createServices(adapters, { apiOrigin: API_ORIGIN, liveOrigin: LIVE_ORIGIN })

/** Resolves when it is known whether somebody is signed in. */
export const started: Promise<void> = services.start()

/** The court, and whether this is a demonstration, which every page then says. */
export async function readAbout() {
  const about = await services.beforeSignIn.about()
  demo.set(about.demo)
  return about
}
