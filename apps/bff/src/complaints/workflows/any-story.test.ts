import fc from 'fast-check'
import { type FieldValues, type StaffWho, stepsFor, type StepView, type Who } from '@zhixin/shared/rules'
import { clockWho, complainant, FilePlay, refused, staff } from '../../test-support/complaint-play'
import { CAST, petition, TASK_FORCE } from '../../test-support/petition-cast'

const RUNS = Number(process.env.STORY_RUNS ?? 100)
const judge = staff('s_judge', ['judge'], { ofCase: { judge: true, officer: false, leader: false } })
const { centre, window, handler, chief, vp, leader, inspector } = CAST
const PEOPLE: Who[] = [centre, window, handler, chief, vp, leader, inspector, judge, complainant, clockWho]
const MEANT: StaffWho[] = [handler, vp, leader, inspector, judge, chief]

interface Move {
  kind: 'step' | 'mark' | 'record' | 'say' | 'about' | 'days'
  pick: number
  /** What is left out of what the step asks for; 0: nothing. */
  leaves: number
  local: boolean
}
const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom<Move['kind']>('step', 'step', 'step', 'step', 'step', 'step', 'mark', 'record', 'say', 'about', 'days'),
  pick: fc.nat(1000), leaves: fc.constantFrom(0, 0, 0, 0, 1, 2, 3), local: fc.boolean(),
})
type Stream = 'petition' | 'feedback' | 'discipline' | 'inquiry'
const story = fc.record({
  stream: fc.constantFrom<Stream>('petition', 'petition', 'petition', 'feedback', 'discipline', 'inquiry'), ahead: fc.boolean(), local: fc.boolean(), moves: fc.array(move, { minLength: 10, maxLength: 45 }),
})

/** Something for each field a step could want; every choice comes up. */
function valuesFor(play: FilePlay, names: readonly string[], pick: number, local: boolean): FieldValues {
  const value = (name: string): FieldValues[string] => {
    const { type, choices = {} } = play.rules.workflow.fields[name]!
    if (name === 'residence') return local ? 'local' : 'elsewhere'
    if (type === 'choice') return Object.keys(choices)[pick % Object.keys(choices).length]!
    if (type === 'staff') return name === 'petition_leader' ? leader.id : name === 'answering_judge' ? judge.id : name === 'responsible_leader' ? chief.id : handler.id
    return { text: '虚构', day: '2026-04-30', instant: play.now, department: '执行一庭', yes_no: 'yes', members: TASK_FORCE.members, about_staff: play.file.about.slice(0, 1) }[type]
  }
  return Object.fromEntries(names.map((name) => [name, value(name)]))
}

function take(play: FilePlay, { kind, pick, leaves, local }: Move): void {
  const open = PEOPLE.flatMap((who) => stepsFor(play.file, play.rules, who, play.now).map((view) => ({ who, view })))
    .filter(({ view }) => (view.step.to === 'same') === (kind === 'mark'))
  const chosen = open[pick % Math.max(1, open.length)]
  if (!chosen) return
  const { step, papers }: StepView = chosen.view
  const drop = <T>(list: readonly T[]): T[] => (leaves === 0 ? [...list] : list.filter((_, i) => (i + pick) % (leaves + 1) !== 0))
  const { papers: specs } = play.rules.workflow
  // Somebody else's document is brought now and then as well, and an upload in place of what is made and signed here.
  const mayBring = (paper: string): boolean =>
    leaves === 2 || (!specs[paper]!.form_only && (specs[paper]!.brought_by.length === 0 || specs[paper]!.brought_by.includes(chosen.view.as)))
  play.step(chosen.who, step.id, {
    fields: valuesFor(play, drop(step.needs.map(({ field }) => field)), pick, local), declared: drop(Object.keys(step.declares)),
    papers: drop([...papers.required, ...(step.papers.map(({ paper }) => paper))].filter((paper, i, all) => all.indexOf(paper) === i && mayBring(paper))),
    ...(step.opens && { opens: { stream: step.opens, complaintId: 'k_opened001' } }),
  })
}

function moveOn(play: FilePlay, one: Move): void {
  if (one.kind === 'days') play.until(new Date(Date.parse(play.now) + (one.pick % 40) * 86_400_000).toISOString().slice(0, 10))
  else if (one.kind === 'say') play.say()
  else if (one.kind === 'record') play.paper('reply_record')
  else if (one.kind === 'about') {
    if (one.pick % 4 === 0) play.command(play.stream === 'discipline' ? inspector : centre, { type: 'NameAbout', about: [MEANT[one.pick % MEANT.length]!.id], goesUp: one.pick % 8 === 0 })
  } else take(play, one)
}

/** Read from the entries alone, as an auditor would: what the closing of a petition rests on. */
function evidenceOf({ entries }: FilePlay): { residence: unknown; category: unknown; record: boolean; retained: boolean; papers: Set<string> } {
  const steps = entries.flatMap(({ type, body, index }) => (type === 'complaint.stepped' ? [{ index, body: body as { step: string; to: string; fields: Record<string, unknown>; papers: { paper: string }[] } }] : []))
  const round = Math.max(0, ...steps.filter(({ body }) => body.step === 'begin_again').map(({ index }) => index))
  // An urging of what is done leaves it where it is.
  const done = Math.max(-1, ...steps.filter(({ body }, i) => body.to === 'concluded' && steps[i - 1]?.body.to !== 'concluded').map(({ index }) => index))
  const said = (field: string): unknown => {
    const all = [...entries.filter(({ type }) => type === 'complaint.received').map(({ body }) => body as { fields: Record<string, unknown> }), ...steps.map(({ body }) => body)]
    return all.map(({ fields }) => fields[field]).filter((value) => value !== undefined).pop()
  }
  const filed = entries.filter(({ type, index, body }) => type === 'paper.filed' && index >= done && (body as { form: string }).form === 'reply_record')
  const brought = (from: number) => steps.filter(({ index }) => index >= from).flatMap(({ body }) => body.papers.map(({ paper }) => paper))
  return { residence: said('residence'), category: said('closing_category'), record: filed.length > 0, retained: filed.length > 0 || brought(done).includes('retained_material'), papers: new Set(brought(round)) }
}
const DOCUMENT: Record<string, string> = {
  appeal_reviewed: 'review_conclusion', docketing_decided: 'docket_conclusion', termination_approved: 'termination_approval', discipline_concluded: 'discipline_conclusion',
}

describe('whatever people do', () => {
  const reached: Record<string, number> = {}

  test('nothing is closed without its evidence, overlays only grow, nobody handles a complaint about themselves, and the state is what the entries say', () => {
    fc.assert(
      fc.property(story, ({ stream, ahead, local, moves }) => {
        const play = new FilePlay(stream).on('2026-03-10')
        if (stream === 'petition' && ahead) petition.handling(petition.assigned(petition.registered(play, { residence: local ? 'local' : 'elsewhere' })))
        else play.receive()
        for (const one of moves) {
          const before = play.file
          refused(() => moveOn(play, one))
          const { file } = play
          if (file.round === before.round) {
            for (const [name, { count }] of Object.entries(before.marks)) expect([name, (file.marks[name]?.count ?? 0) >= count]).toEqual([name, true])
          }
          for (const { actor } of file.steps.slice(before.steps.length)) expect([...before.about]).not.toContain(actor.id)
          if (stream === 'petition' && file.state === 'closed' && before.state !== 'closed') {
            const { residence, category, record, retained, papers } = evidenceOf(play)
            expect(['local', 'elsewhere']).toContain(residence)
            expect(residence === 'local' ? record : retained).toBe(true)
            expect([...papers]).toContain(DOCUMENT[String(category)])
          }
          if (file.state !== before.state) reached[`${stream} ${file.state}`] = (reached[`${stream} ${file.state}`] ?? 0) + 1
        }
        expect(play.refolded()).toEqual(play.file)
      }),
      { numRuns: RUNS },
    )
  })

  test('the stories went far enough to say something', () => {
    expect(Object.keys(reached)).toEqual(expect.arrayContaining(['petition concluded', 'petition replied', 'petition closed']))
  })
})
