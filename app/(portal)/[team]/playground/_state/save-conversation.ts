import { columnIds, type Conversation, isRunning } from './conversation'

/** Raised whenever a saved conversation of before could not be shown any more. */
const version = 2

/** For this tab only; never the secret. A full or closed store loses nothing but this. */
export function saveConversation(key: string, conversation: Conversation): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ version, conversation }))
  } catch {
    // The conversation stays on the page.
  }
}

/** What was saved in this tab; an answer under way when the page went is one that was stopped. */
export function loadConversation(key: string): Conversation | null {
  try {
    const saved = JSON.parse(sessionStorage.getItem(key) ?? 'null') as { version: number; conversation: Conversation } | null
    if (saved?.version !== version) return null
    for (const turn of saved.conversation.turns) {
      for (const id of columnIds) {
        const answer = turn.answers[id]
        if (!answer) continue
        if (isRunning(answer)) answer.state = 'stopped'
        // Nobody asks any more what it cost.
        if (answer.figures === null) answer.unsettled = true
      }
    }
    return saved.conversation
  } catch {
    return null
  }
}
