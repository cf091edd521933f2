import { LLMock, type ChatCompletionRequest, type TextResponse } from '@copilotkit/aimock'
import { freePort } from './free-port.ts'

export interface DemoUpstream {
  port: number
  /** With its version path, as SDKs take it. */
  baseUrl: string
  /** Its address of the start before, where that was taken meanwhile. */
  movedFrom?: string
  close: () => Promise<void>
}

/** The models that the demo upstream is there for; any other name is answered like the first. */
export const demoModels = ['demo-chat', 'demo-mini'] as const

/**
 * A stand-in for a model vendor: answers any chat prompt, streamed at a reading pace, with plausible usage.
 * @param apiKey the only credential it takes
 * @param preferredPort taken again when it is free, so that the demo channel keeps its address
 */
export async function startDemoUpstream(apiKey: string, preferredPort?: number): Promise<DemoUpstream> {
  const port = await freePort(preferredPort)
  const mock = new LLMock({ host: '127.0.0.1', port, auth: { apiKeys: [apiKey] }, journalMaxEntries: 1 })
  mock.addFixture({
    match: { endpoint: 'chat' },
    response: answerPrompt,
    chunkSize: 6,
    streamingProfile: { ttft: 120, tps: 35, jitter: 0.2 },
  })
  await mock.start()
  const movedFrom = preferredPort === undefined || preferredPort === port ? undefined : urlOf(preferredPort)
  return { port, baseUrl: urlOf(port), movedFrom, close: () => mock.stop() }
}

const urlOf = (port: number) => `http://127.0.0.1:${port}/v1`
const isChinese = (text: string) => /\p{Script=Han}/u.test(text)

function answerPrompt(request: ChatCompletionRequest): TextResponse {
  const prompt = request.messages.map(({ content }) => textOf(content)).join('\n')
  const question = textOf(request.messages.findLast(({ role }) => role === 'user')?.content ?? '')
  const full = writeAnswer(question, request.model === 'demo-mini')
  const limit = Number(request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY)
  const content = cutToTokens(full, limit)
  return {
    content,
    finishReason: content === full ? 'stop' : 'length',
    usage: { prompt_tokens: countTokens(prompt), completion_tokens: countTokens(content) },
  }
}

function writeAnswer(question: string, brief: boolean): string {
  const quoted = [...question.trim().replace(/\s+/g, ' ')].slice(0, 60).join('')
  if (isChinese(question)) {
    const opening = `你好！我是 Tollgate 内置的演示模型。你刚才说：“${quoted}”。`
    return brief
      ? opening
      : `${opening}这段回答逐字流式返回，每个 token 都会计量、计价并记入账本。接入真实的上游渠道后，同一把密钥就能调用真正的模型。`
  }
  const opening = `Hello! I am the demo model that ships with Tollgate. You said: "${quoted}".`
  return brief
    ? opening
    : `${opening} This answer is streamed word by word; every token of it is metered, priced and posted to the ledger. Connect a real upstream channel and the same key reaches real models.`
}

/** Four bytes a token: what common tokenizers come to on plain text. */
const countTokens = (text: string) => Math.max(1, Math.ceil(Buffer.byteLength(text) / 4))

function cutToTokens(text: string, limit: number): string {
  if (!(limit >= 1) || countTokens(text) <= limit) return text
  let kept = ''
  for (const character of text) {
    if (countTokens(kept + character) > limit) break
    kept += character
  }
  return kept
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: unknown }) => (typeof part?.text === 'string' ? part.text : '')).join(' ')
}
