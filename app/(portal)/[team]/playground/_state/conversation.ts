export type ColumnId = 'a' | 'b'
export const columnIds = ['a', 'b'] as const

/** As typed; empty leaves it to the model. */
export interface Parameters {
  temperature: string
  topP: string
  maxTokens: string
  effort: '' | 'low' | 'medium' | 'high'
}

export interface Column {
  id: ColumnId
  /** Empty until one is chosen. */
  model: string
  parameters: Parameters
}

/**
 * How far a request came that failed, which tells what it cost: `refused` cost nothing and is in no log, `failed` cost
 * nothing and is logged, `broken` broke off and costs what came; of a `lost` one nobody here knows.
 */
export type FailureReach = 'refused' | 'failed' | 'broken' | 'lost'

export interface AnswerError {
  /** A code of the gateway's table, or `network` where no answer came. */
  code: string
  /** What the gateway said, for codes whose words need it. */
  message: string
  /** Output tokens that the credit would pay for, where the gateway named it. */
  affordable: number | null
  reach: FailureReach
}

/** What an answer took; figures that are not known are null. */
export interface Figures {
  inputTokens: number | null
  outputTokens: number | null
  /** Exact, in nanodollars; text, so that it can be stored. */
  chargeNanos: string | null
  ttftMs: number | null
  tokensPerSecond: number | null
  estimated: boolean
}

export interface Answer {
  state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed'
  model: string
  text: string
  reasoning: string
  requestId: string | null
  finishReason: string | null
  /** The ceiling that the credit allowed, where it was lower than the model's. */
  ceiling: number | null
  figures: Figures | null
  /** Whether the gateway was asked in vain what an answer that ended early cost. */
  unsettled: boolean
  error: AnswerError | null
}

export interface Turn {
  id: string
  prompt: string
  answers: Partial<Record<ColumnId, Answer>>
}

export interface Conversation {
  system: string
  columns: Column[]
  turns: Turn[]
}

export const plainParameters: Parameters = { temperature: '', topP: '', maxTokens: '', effort: '' }

export function newColumn(id: ColumnId, model: string): Column {
  return { id, model, parameters: plainParameters }
}

export function newAnswer(model: string): Answer {
  return {
    state: 'waiting',
    model,
    text: '',
    reasoning: '',
    requestId: null,
    finishReason: null,
    ceiling: null,
    figures: null,
    unsettled: false,
    error: null,
  }
}

export function isRunning(answer: Answer | undefined): boolean {
  return answer?.state === 'waiting' || answer?.state === 'streaming'
}

export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/**
 * What a column says next: the system prompt, the turns before that it answered, and the prompt of the turn; of the
 * last one without `turnId`.
 */
export function messagesOf({ system, turns }: Conversation, column: ColumnId, turnId?: string): Message[] {
  const last = turnId === undefined ? turns.length - 1 : turns.findIndex((turn) => turn.id === turnId)
  const messages: Message[] = system.trim() === '' ? [] : [{ role: 'system', content: system }]
  for (const [index, turn] of turns.slice(0, last + 1).entries()) {
    const answer = turn.answers[column]?.text ?? ''
    const isLast = index === last
    // A prompt that this column never answered would leave two of the user's in a row, which some models refuse.
    if (!isLast && answer === '') continue
    messages.push({ role: 'user', content: turn.prompt })
    if (!isLast) messages.push({ role: 'assistant', content: answer })
  }
  return messages
}
