import { createServices } from '@/services'
import { adapters } from './adapters'
import { demo } from './app-status'
import { restart } from './navigation'
import { API_ORIGIN, LIVE_ORIGIN } from './origin'

/** The one set of services of this app, over this phone. */
export const services = createServices(adapters, { apiOrigin: API_ORIGIN, liveOrigin: LIVE_ORIGIN })

/** Resolves when it is known whether somebody is signed in. */
export const started: Promise<void> = services.start()

/** When a sign-in ends, by the person or by the court, every page of theirs goes with it. */
export function followSession(): void {
  let wasSignedIn = services.session.getSnapshot().status === 'signed_in'
  services.session.subscribe(() => {
    const { status } = services.session.getSnapshot()
    if (wasSignedIn && status === 'signed_out') restart('signIn')
    wasSignedIn = status === 'signed_in'
  })
}

/** The court, and whether this is a demonstration, which every page then says. */
export async function readAbout() {
  const about = await services.beforeSignIn.about()
  demo.set(about.demo)
  return about
}
