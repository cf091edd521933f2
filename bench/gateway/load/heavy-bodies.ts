const sentence = 'Of all that the town had to tell, the story of its two bridges was told most, and never twice the same. '

/** Requests that one could block a process with, and what is in them. */
export function heavyBodies(model: string): Record<string, string> {
  const chat = (content: string, more: object = {}) =>
    JSON.stringify({ model, messages: [{ role: 'user', content }], max_tokens: 64, ...more })
  const turns = Array.from({ length: 2_000 }, (_, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content: sentence.repeat(5) }))
  return {
    'a kilobyte': chat(sentence.repeat(10)),
    '1 MB of prose in one message': chat(sentence.repeat(10_000)),
    '1 MB of prose in 2,000 messages': JSON.stringify({ model, messages: turns, max_tokens: 64 }),
    '100 kB of one letter': chat('a'.repeat(100_000)),
    '100,000 kanji without a space': chat('漢字仮名交文化生活'.repeat(12_500).slice(0, 100_000)),
    '10,000 tools': chat('Which of them?', { tools: Array.from({ length: 10_000 }, (_, n) => toolOf(n)) }),
  }
}

function toolOf(n: number) {
  const parameters = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }
  return { type: 'function', function: { name: `tool_${n}`, description: 'Looks one up.', parameters } }
}
