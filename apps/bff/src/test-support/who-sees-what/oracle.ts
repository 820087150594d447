/**
 * Who may see what, told once more and by other means than the product's: plain lists that a person can check against the rules, with
 * nothing imported from them. A test holds the product's answers against this.
 */
export interface Bond {
  id: string
  person: string
  party: string
  standing: 'self' | 'agent' | 'guardian' | 'unit_handler' | 'administrator' | 'successor'
  special: boolean
  /** Milliseconds of the clock. */
  until?: number
  ended: boolean
  /** Of one that has ended: when, in milliseconds of the clock. */
  endedAt?: number
  /** It ended as one that should never have been. */
  mistaken?: true
}

/** An entry of a thread that somebody may count: a message, or a notice. */
export interface Line {
  /** A `note` stands there and is counted by nobody. */
  by: 'person' | 'court' | 'notice' | 'note'
  text: string
  confidential?: boolean
  /** A report handed in: only one counts, unless it is sealed. */
  form?: boolean
  sealed?: boolean
  /** Who was to hear of it at once. */
  audience: string[]
}

export interface Matter {
  id: string
  team: 'here' | 'elsewhere'
  /** Of the parties as they stand now. */
  sides: Record<string, 'applicant' | 'respondent'>
  /** Of those whose place others took. */
  replaced: Record<string, 'applicant' | 'respondent'>
  bonds: Bond[]
  officer: string
  judge: string
  closed: boolean
  /** Of all matters: who of the court is away, and who stands in; where nobody does, the duty person. */
  away: Record<string, string | null>
  /** By person. */
  threads: Record<string, Line[]>
}

export const PEOPLE = ['owner', 'agent', 'opponent', 'outsider', 'coparty', 'special', 'clerk', 'heir', 'former']
/** Each with what of the court they are. */
export const STAFF: Record<string, { team?: Matter['team']; is: 'officer' | 'judge' | 'leader' | 'director' | 'duty' | 'nobody' }> = {
  officer: { team: 'here', is: 'officer' },
  colleague: { team: 'here', is: 'officer' },
  judge: { team: 'here', is: 'judge' },
  leader: { team: 'here', is: 'leader' },
  stranger: { team: 'elsewhere', is: 'officer' },
  otherJudge: { team: 'elsewhere', is: 'judge' },
  otherLeader: { team: 'elsewhere', is: 'leader' },
  director: { is: 'director' },
  duty: { is: 'duty' },
  window: { is: 'nobody' },
  president: { is: 'nobody' },
  inspector: { is: 'nobody' },
  systemAdmin: { is: 'nobody' },
  securityAdmin: { is: 'nobody' },
  auditor: { is: 'nobody' },
}

export const runs = (bond: Bond, now: number): boolean => !bond.ended && (bond.until === undefined || now < bond.until)
export const bondsOf = (matter: Matter, person: string, now: number): Bond[] => matter.bonds.filter((bond) => bond.person === person && runs(bond, now))

/** What somebody gets who asks for a case: 200, or 404 as for one that does not exist. */
export function seesCase(matter: Matter, who: string, now: number): boolean {
  if (PEOPLE.includes(who)) return bondsOf(matter, who, now).length > 0
  const { is, team } = STAFF[who]!
  if (is === 'director') return true
  return (is === 'leader' && team === matter.team) || answersFor(matter, who)
}

/** Whoever answers for the officer or judge of a matter who are away. */
const standIns = ({ officer, judge, away }: Matter): string[] => [officer, judge].flatMap((name) => (name in away ? [away[name] ?? 'duty'] : []))

/** Who of the court writes in a case: its officer and judge, and who stands in for them; of a closed one every officer and judge of the team. */
export function answersFor(matter: Matter, who: string): boolean {
  const { is, team } = STAFF[who]!
  if (standIns(matter).includes(who)) return true
  if (is !== 'officer' && is !== 'judge') return false
  return who === matter.officer || who === matter.judge || (matter.closed && team === matter.team)
}

export const sideOf = ({ sides, replaced }: Matter, party: string): 'applicant' | 'respondent' => (sides[party] ?? replaced[party])!

/** What the judge gets who enters an heir of a party: 200; 409 for who is a party already, or heard something on the other side. */
export function mayEnter(matter: Matter, heir: string, of: string): 200 | 409 {
  if (heir in matter.sides || heir in matter.replaced) return 409
  const there = matter.bonds.filter(({ person, party }) => person === heir && sideOf(matter, party) !== sideOf(matter, of))
  const isSpoken = (person: string): boolean => (matter.threads[person] ?? []).some(({ by }) => by !== 'notice')
  const endOf = ({ until = Infinity, endedAt = Infinity }: Bond): number => Math.min(until, endedAt)
  const own = matter.bonds.filter(({ person, standing }) => person === heir && standing !== 'agent')
  const kept = matter.bonds.filter((bond) => bond.standing !== 'self' && own.some((mine) => mine.party === bond.party && endOf(bond) <= endOf(mine)))
  const hasHeard = isSpoken(heir) || kept.some(({ person }) => isSpoken(person))
  return there.every(({ mistaken }) => mistaken) && (there.length === 0 || !hasHeard) ? 200 : 409
}

/** Somebody's own thread while they take part; the ended thread of whoever stood for one's own party. */
export function seesThread(matter: Matter, who: string, of: string, now: number): boolean {
  if (!matter.bonds.some(({ person }) => person === of)) return false
  if (!PEOPLE.includes(who)) return seesCase(matter, who, now)
  if (who === of) return bondsOf(matter, who, now).length > 0
  if (bondsOf(matter, of, now).length > 0) return false
  const wasOnBoth = new Set(matter.bonds.filter(({ person }) => person === of).map(({ party }) => sideOf(matter, party))).size > 1
  const stoodFor = matter.bonds.filter(({ person, standing, mistaken }) => person === of && standing !== 'self' && !(mistaken && wasOnBoth)).map(({ party }) => party)
  return bondsOf(matter, who, now).some(({ standing, party }) => standing !== 'agent' && stoodFor.includes(party))
}

/** What somebody reads in a thread they see: of what is sealed nothing; what is for the handler alone only its sender and whoever answers. */
export function wordsFor(matter: Matter, who: string, of: string): string[] {
  const isInner = who === of || (!PEOPLE.includes(who) && answersFor(matter, who))
  return (matter.threads[of] ?? []).map(({ text, sealed, confidential }) => (sealed || (confidential && !isInner) ? '' : text))
}

/** 200, 403 for whoever may know that the thread is there but not write, 404 for everybody else. */
export function mayWrite(matter: Matter, who: string, of: string, now: number, mark: string): 200 | 403 | 404 {
  if (!seesThread(matter, who, of, now)) return 404
  if (!PEOPLE.includes(who)) return answersFor(matter, who) ? 200 : 403
  if (who !== of) return 403
  const isFree = bondsOf(matter, who, now).some(({ standing, special }) => standing !== 'agent' || special)
  return isFree || mark !== 'settlement' ? 200 : 403
}

/** Who hears at once of a new entry in somebody's thread. */
export const audienceOf = (matter: Matter, of: string, now: number): string[] => [
  ...(bondsOf(matter, of, now).length > 0 ? [of] : []), matter.officer, matter.judge, ...standIns(matter),
]

/** Everybody who takes part, each once. */
export const peopleIn = (matter: Matter, now: number): string[] =>
  [...new Set(matter.bonds.filter((bond) => runs(bond, now)).map(({ person }) => person))]
/** Whoever is or represents a party. */
export const ownOf = (matter: Matter, party: string, now: number): string[] =>
  matter.bonds.filter((bond) => bond.party === party && bond.standing !== 'agent' && runs(bond, now)).map(({ person }) => person)
