import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export interface UpstreamRequest {
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
  /** Resolves when the gateway has closed its side before the answer ended. */
  cancelled: Promise<void>
}

export type Script = (request: UpstreamRequest, response: ServerResponse) => void | Promise<void>

export interface ScriptedUpstream {
  /** Base URL with its version path, as a channel takes it. */
  baseUrl: string
  requests: UpstreamRequest[]
  /** What is answered from now on. */
  answer(script: Script): void
  close(): Promise<void>
}

/** A provider that does exactly what a test tells it, on the level of bytes and sockets. */
export async function startUpstream(initial: Script = answerChat()): Promise<ScriptedUpstream> {
  let script = initial
  const requests: UpstreamRequest[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    const cancelled = new Promise<void>((resolve) => response.on('close', () => response.writableFinished || resolve()))
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = { url: incoming.url ?? '', headers: incoming.headers, body: Buffer.concat(chunks), cancelled }
      requests.push(request)
      void script(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: (next) => {
      script = next
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const plainUsage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }

/** A whole answer in OpenAI's shape. */
export function answerChat(content = 'hello', usage: object | null = plainUsage): Script {
  return (request, response) => {
    const { model } = JSON.parse(request.body.toString()) as { model: string }
    const answer = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      ...(usage && { usage }),
      odd_field: { kept: [1.0, null] },
    }
    return answerJsonText(200, JSON.stringify(answer))(request, response)
  }
}

export function answerJsonText(status: number, text: string, headers: Record<string, string> = {}): Script {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-upstream-secret': 'internal', ...headers })
    response.end(text)
  }
}

export function chunkOf(content: string, finishReason: string | null = null): string {
  return `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":${JSON.stringify(content)}},"finish_reason":${JSON.stringify(finishReason)}}]}\n\n`
}

export function usageChunkOf(usage: object = plainUsage): string {
  return `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":${JSON.stringify(usage)}}\n\n`
}

export const doneEvent = 'data: [DONE]\n\n'

/** A stream of these words, one chunk each, with usage and `[DONE]`. */
export function streamOf(words: readonly string[], usage: object | null = plainUsage): string {
  return `${words.map((word) => chunkOf(word)).join('')}${chunkOf('', 'stop')}${usage ? usageChunkOf(usage) : ''}${doneEvent}`
}

export function answerStreamText(text: string): Script {
  return answerPieces([Buffer.from(text)])
}

/** Writes the pieces one by one; `gapMs` of 0 still gives each a packet of its own chance. */
export function answerPieces(pieces: Iterable<Buffer | string>, gapMs = 0): Script {
  return async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    response.socket?.setNoDelay(true)
    for (const piece of pieces) {
      if (response.destroyed) return
      response.write(piece)
      await (gapMs > 0 ? wait(gapMs) : new Promise(setImmediate))
    }
    response.end()
  }
}

/** Sends this much of a stream, then tears the connection down. */
export function answerThenCut(text: string): Script {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(text, () => setTimeout(() => response.destroy(), 20))
  }
}

/** Sends this much of a stream, then nothing more. */
export function answerThenHang(text: string): Script {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(text)
  }
}

/** Accepts the request and never answers. */
export const neverAnswer: Script = () => undefined
