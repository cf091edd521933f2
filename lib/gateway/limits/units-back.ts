import { costOf, type Limit, type LimitPlan } from '#lib/gateway/limits/limit'

/** Those who ask a shared Redis at a time; in memory each is answered at once. */
const atOnce = 16

type Asked = { ok: true } | { ok: false; full: Limit }

/**
 * Units that came back to a team while others waited for them. All who waited may ask for them again, but nobody in vain
 * whom a limit keeps out that has just refused another no more: a thousand who wait for one place cost one question, not a
 * thousand each time it comes back.
 */
export class UnitsBack {
  /** What is full by now for whoever asks for so much of it. */
  private readonly full = new Map<string, number>()
  private readonly line: (() => void)[] = []
  private asking = 0

  /** The answer, or null where it is known to be a refusal. */
  async ask<Answer extends Asked>(plan: LimitPlan, take: () => Answer | Promise<Answer>): Promise<Answer | null> {
    if (this.isFull(plan)) return null
    if (this.asking < atOnce) this.asking++
    else await new Promise<void>((turn) => this.line.push(turn))
    try {
      if (this.isFull(plan)) return null
      const taking = take()
      const answer = taking instanceof Promise ? await taking : taking
      if (!answer.ok) this.note(answer.full, costOf(answer.full, plan))
      return answer
    } finally {
      this.passOn()
    }
  }

  private isFull(plan: LimitPlan): boolean {
    for (const [id, cost] of this.full) {
      const limit = plan.limits.find((candidate) => candidate.id === id)
      if (limit && costOf(limit, plan) >= cost) return true
    }
    return false
  }

  private note({ id }: Limit, cost: number): void {
    this.full.set(id, Math.min(cost, this.full.get(id) ?? cost))
  }

  private passOn(): void {
    const next = this.line.shift()
    if (next) next()
    else this.asking--
  }
}
