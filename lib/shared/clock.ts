/** Milliseconds since the epoch; passed in wherever a decision depends on time, so tests can set it. */
export type Clock = () => number

export const systemClock: Clock = Date.now
