import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url))
const bff = (name) => createRequire(import.meta.url)(path.join(REPOSITORY, 'apps/bff/dist', name))
const DEPARTMENT = '执行实施一团队'

/** A data folder and a configuration whose rate limits do not stand in the way of a load; everything else is as delivered. */
export function makePlace(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `zhixin-bench-${name}-`))
  const configDir = path.join(folder, 'config')
  copyConfig(path.join(REPOSITORY, 'config'), configDir)
  return {
    env: { ...process.env, DATA_DIR: path.join(folder, 'data'), CONFIG_DIR: configDir, NODE_ENV: 'development', DEMO: '1', PORT: '0', LOG_LEVEL: 'warn' },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function copyConfig(from, to) {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const [source, target] = [path.join(from, name), path.join(to, name)]
    if (statSync(source).isDirectory()) copyConfig(source, target)
    else if (name.endsWith('.yaml')) {
      const text = readFileSync(source, 'utf8')
      writeFileSync(target, name === 'limits.yaml' ? text.replace(/times: \d+/g, 'times: 100000000') : text)
    }
  }
}

/**
 * Opens a court's rooms on a place's own store, before its server starts. Gives `register(count)`: that many cases, each with one
 * party and one officer of its own, signed in.
 */
export async function prepareCourt({ env }) {
  const silent = bff('platform/logger.js').createLogger('error')
  const settings = bff('platform/env.js').loadEnv(env)
  const config = bff('court-config.js').loadCourtConfig(settings.configDir)
  const security = bff('platform/config-file.js').readConfig(path.join(settings.configDir, 'security.yaml'), bff('identity/index.js').SecurityConfigSchema)
  const store = await bff('store.js').openStore(settings, silent)
  const connection = await bff('platform/database.js').openDatabase(store.uri)
  const keyStore = bff('connectors/file-key-store.js').createFileKeyStore(settings.masterKeyFile, { create: true })
  const { systemClock } = bff('platform/clock.js')
  const nobody = () => Promise.reject(new Error('a bench talks to nobody outside'))
  const outside = { wechat: new Proxy({}, { get: () => nobody }), sms: { send: nobody } }
  const rooms = await bff('rooms.js').openRooms({ connection, config, security, clock: systemClock, logger: silent, keyStore, demo: true, ...outside })

  async function pair(i) {
    const number = String(i).padStart(4, '0')
    const personId = await rooms.identity.people.import({ name: `当事人${number}号`, identityNumber: `00000019900101${number}`, phones: [] })
    const officerId = await rooms.identity.staff.save({
      number: `B${number}`, name: `执行员${number}号`, password: 'correct horse battery', roles: ['officer', 'judge'], department: DEPARTMENT,
      phone: `1990000${number}`, officePhone: `000-000-${number}`,
    })
    const caseId = `c_bench${number}`
    await bff('cases/index.js').registerCase(rooms.log, {
      caseId, caseNumber: `（2026）虚01执${number}号`, cause: '买卖合同纠纷', filedOn: '2026-01-05', department: DEPARTMENT,
      officerIds: [officerId], judgeId: officerId, participants: [{ personId, side: 'applicant', role: 'principal' }],
    })
    return { thread: { caseId, personId }, personId, officerId }
  }

  async function signedIn(pairs) {
    const people = pairs.flatMap(({ personId, officerId }) => [
      { id: personId, name: '', what: '', audience: 'litigant', personId }, { id: officerId, name: '', what: '', audience: 'staff', staffId: officerId },
    ])
    const route = rooms.identity.demoRoutes({ people, lastSms: () => null }).find(({ path: target }) => target === '/demo/sign-in')
    const tokenOf = async (id) => (await route.handle({ body: { id }, address: '127.0.0.1', device: 'bench' })).data.accessToken
    const done = []
    for (const { thread, personId, officerId } of pairs) done.push({ thread, party: await tokenOf(personId), officer: await tokenOf(officerId) })
    return done
  }

  return {
    rooms,
    async register(count) {
      const pairs = []
      for (let i = 0; i < count; i++) pairs.push(await pair(i))
      return signedIn(pairs)
    },
    async close() {
      await rooms.close()
      await connection.close()
      await store.stop()
    },
  }
}
