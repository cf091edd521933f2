import { processState } from '#lib/shared/process-state'

/** Requests of a team that have their units, and of which it is not known yet whether they are admitted. */
class Undecided {
  private readonly before: Promise<boolean> | null
  private readonly decided = Promise.withResolvers<boolean>()
  private count = 0
  private gaveBack = false
  private ending: Promise<boolean> | null = null

  constructor(before: Promise<boolean> | null) {
    this.before = before
  }

  /** Whether somebody waits for the end: others are to come after it. */
  get isEnding(): boolean {
    return this.ending !== null
  }

  begin(): void {
    this.count++
  }

  /** Answers whether this was the last. */
  decide(isHeld: boolean): boolean {
    this.gaveBack ||= !isHeld
    if (--this.count > 0) return false
    this.decided.resolve(this.gaveBack)
    return true
  }

  /** When all of these, and those before them, are decided: whether any of them gave its units back. */
  end(): Promise<boolean> {
    this.ending ??= Promise.all([this.before, this.decided.promise]).then((some) => some.includes(true))
    return this.ending
  }
}

function undecided(): Map<string, Undecided> {
  return processState('undecided-grants', () => new Map<string, Undecided>())
}

/** A request of a team has its units and asks to be admitted; to be told, once, whether it was. Else its units are back by then. */
export function beginDecision(teamId: string): (isHeld: boolean) => void {
  const teams = undecided()
  let group = teams.get(teamId)
  if (!group || group.isEnding) teams.set(teamId, (group = new Undecided(group?.end() ?? null)))
  const joined = group
  joined.begin()
  return (isHeld) => {
    if (joined.decide(isHeld) && teams.get(teamId) === joined) teams.delete(teamId)
  }
}

/** Whether units that a team's requests have taken here, and may not keep, come back; null where all of them are theirs for good. */
export function whenDecided(teamId: string): Promise<boolean> | null {
  return undecided().get(teamId)?.end() ?? null
}
