import {
  type Answer,
  type Column,
  type ColumnId,
  columnIds,
  type Conversation,
  isRunning,
  newAnswer,
  newColumn,
  type Parameters,
} from './conversation'

export type Change =
  | { kind: 'load'; conversation: Conversation }
  | { kind: 'system'; text: string }
  | { kind: 'model'; column: ColumnId; model: string }
  | { kind: 'parameters'; column: ColumnId; parameters: Parameters }
  | { kind: 'compare'; model: string }
  | { kind: 'single'; removed: ColumnId }
  /** A new turn, for these columns to answer. */
  | { kind: 'ask'; turnId: string; prompt: string; columns: readonly ColumnId[] }
  /** Takes a turn and all after it away, for its prompt to be asked anew. */
  | { kind: 'rewind'; turnId: string }
  | { kind: 'begin'; turnId: string; column: ColumnId }
  | { kind: 'delta'; turnId: string; column: ColumnId; text: string; reasoning: string }
  | { kind: 'answer'; turnId: string; column: ColumnId; change: Partial<Answer> }
  | { kind: 'clear' }

/** The conversation after a change; what a change does not touch keeps its identity. */
export function reduceConversation(before: Conversation, change: Change): Conversation {
  switch (change.kind) {
    case 'load':
      return change.conversation
    case 'system':
      return { ...before, system: change.text }
    case 'model':
      return changeColumn(before, change.column, (column) => ({ ...column, model: change.model }))
    case 'parameters':
      return changeColumn(before, change.column, (column) => ({ ...column, parameters: change.parameters }))
    case 'compare': {
      const id = columnIds.find((free) => before.columns.every((column) => column.id !== free))
      return id === undefined ? before : { ...before, columns: [...before.columns, newColumn(id, change.model)] }
    }
    case 'single':
      return before.columns.length > 1 ? { ...before, columns: before.columns.filter(({ id }) => id !== change.removed) } : before
    case 'ask': {
      const asked = before.columns.filter(({ id }) => change.columns.includes(id))
      const answers = Object.fromEntries(asked.map(({ id, model }) => [id, newAnswer(model)]))
      return { ...before, turns: [...before.turns, { id: change.turnId, prompt: change.prompt, answers }] }
    }
    case 'rewind': {
      const index = before.turns.findIndex((turn) => turn.id === change.turnId)
      return index < 0 ? before : { ...before, turns: before.turns.slice(0, index) }
    }
    case 'begin': {
      const model = before.columns.find(({ id }) => id === change.column)?.model ?? ''
      return changeAnswer(before, change, () => newAnswer(model))
    }
    case 'delta':
      return changeAnswer(before, change, (answer) =>
        answer && isRunning(answer)
          ? { ...answer, state: 'streaming', text: answer.text + change.text, reasoning: answer.reasoning + change.reasoning }
          : answer,
      )
    case 'answer':
      return changeAnswer(before, change, (answer) => answer && { ...answer, ...change.change })
    case 'clear':
      return { ...before, turns: [] }
  }
}

function changeColumn(before: Conversation, id: ColumnId, change: (column: Column) => Column): Conversation {
  return { ...before, columns: before.columns.map((column) => (column.id === id ? change(column) : column)) }
}

function changeAnswer(
  before: Conversation,
  { turnId, column }: { turnId: string; column: ColumnId },
  change: (answer: Answer | undefined) => Answer | undefined,
): Conversation {
  const turns = before.turns.map((turn) => {
    if (turn.id !== turnId) return turn
    const answer = change(turn.answers[column])
    return answer === undefined || answer === turn.answers[column] ? turn : { ...turn, answers: { ...turn.answers, [column]: answer } }
  })
  return { ...before, turns }
}
