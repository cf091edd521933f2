import { UnitsBack } from '#lib/gateway/limits/units-back'
import { processState } from '#lib/shared/process-state'

/** Requests of a team that have their units, and of which it is not known yet whether they are admitted. */
class Undecided {
  private readonly before: Promise<UnitsBack | null> | null
  private readonly decided = Promise.withResolvers<boolean>()
  private count = 0
  private gaveBack = false
  private isDecided = false
  private ending: Promise<UnitsBack | null> | null = null

  constructor(before: Promise<UnitsBack | null> | null) {
    this.before = before
  }

  /** Whether somebody waits for the end, or it has come: others are to come after it. */
  get isEnding(): boolean {
    return this.ending !== null || this.isDecided
  }

  begin(): void {
    this.count++
  }

  /** Answers whether this was the last. */
  decide(isHeld: boolean): boolean {
    this.gaveBack ||= !isHeld
    if (--this.count > 0) return false
    this.isDecided = true
    this.decided.resolve(this.gaveBack)
    return true
  }

  /** When all of these, and those before them, are decided: what of their units came back. */
  end(): Promise<UnitsBack | null> {
    this.ending ??= Promise.all([this.before, this.decided.promise]).then(([before, own]) => (before || own ? new UnitsBack() : null))
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
    if (joined.decide(isHeld)) void forgetOver(teamId, joined)
  }
}

/** Only once those before are decided as well: who is refused meanwhile waits for them. */
async function forgetOver(teamId: string, group: Undecided): Promise<void> {
  await group.end()
  const teams = undecided()
  if (teams.get(teamId) === group) teams.delete(teamId)
}

/** The units that a team's requests have taken here and may not keep, once they are back; null where all of them are theirs for good. */
export function whenDecided(teamId: string): Promise<UnitsBack | null> | null {
  return undecided().get(teamId)?.end() ?? null
}
