/** Why none of the requirements (of a file or a test) is met by a server that stands alone, without users; undefined when one is. */
export function unmet(version, requirements) {
  if (!requirements || requirements.length === 0) return undefined
  const reasons = requirements.map((requirement) => unmetOne(version, requirement))
  return reasons.includes(undefined) ? undefined : reasons[0]
}

function unmetOne(version, { minServerVersion, maxServerVersion, topologies, serverless, auth, csfle, ...others }) {
  const unknown = Object.keys(others)
  if (unknown.length > 0) return `needs ${unknown.join(', ')}`
  if (minServerVersion && compare(version, minServerVersion) < 0) return 'for later servers'
  if (maxServerVersion && compare(version, maxServerVersion) > 0) return 'for earlier servers'
  if (topologies && !topologies.includes('single')) return 'for replica sets or shards'
  if (serverless === 'require') return 'for serverless'
  return auth || csfle ? 'needs users or encryption' : undefined
}

/** Versions of differing length are compared as far as both go: 7.0.5 is not above 7.0. */
function compare(a, b) {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i] - y[i]
  return 0
}
