/** What a first start has made, and every later one shows again; scripts read it from `first-run.json`. */
export interface FirstRun {
  base_url: string
  operator: { email: string; password: string }
  management_key: string
  /** Opens `/api/metrics`, as a bearer token. */
  metrics_token: string
  demo_team: { id: string }
  demo_key: string
  models: string[]
}

/**
 * The box of a start. Its lines have no frame at the sides, so that what is marked with the mouse can be pasted.
 * @param outbox whether mails stay on this machine, to be read on a page
 * @param took milliseconds from the command to the first answer
 */
export function drawWelcome(firstRun: FirstRun, options: { dataDir: string; outbox: boolean; took: number; width: number }): string {
  const { base_url: url, operator, demo_key: key, models } = firstRun
  const model = models[0] ?? 'demo-chat'
  const rule = '─'.repeat(Math.max(40, Math.min(options.width, 100)))
  const curl = `curl -N ${url}/api/v1/chat/completions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"model":"${model}","stream":true,"messages":[{"role":"user","content":"Hello!"}]}'`
  return `
${rule}
  Tollgate is ready after ${(options.took / 1000).toFixed(1)} s

  Open        ${url}
  Operator    ${operator.email}
  Password    ${operator.password}
  Demo key    ${key}
  Models      ${models.join(', ')}${options.outbox ? `\n  Mails       ${url}/outbox` : ''}
${rule}
  Try it in a terminal:

${curl}

  Or with the OpenAI SDK: save as hello.mjs in this folder, then run "node hello.mjs":

import OpenAI from 'openai'
const client = new OpenAI({ baseURL: '${url}/api/v1', apiKey: '${key}' })
const stream = await client.chat.completions.create({ model: '${model}', stream: true, messages: [{ role: 'user', content: 'Hello!' }] })
for await (const part of stream) process.stdout.write(part.choices[0]?.delta?.content ?? '')

${rule}
  These credentials are in ${options.dataDir}/first-run.json (a password you changed is not).
  Logs are in ${options.dataDir}/logs. Ctrl-C stops everything and keeps all data.
${rule}
`
}
