import { connect, createServer } from 'node:net'

/**
 * Says why the portal cannot listen on a port of this machine, before any long step.
 * @param {string | undefined} text the value of PORT
 * @returns {Promise<string | null>} one sentence, or null when the port is free
 */
export async function explainPort(text) {
  const port = Number(text || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535) return `PORT must be a number from 1 to 65535, not "${text}".`
  const other = port === 65535 ? 3000 : port + 1
  const code = await tryListen(port)
  if (code === 'EACCES') return `Only root may listen on port ${port}: choose one above 1023, for example PORT=3000 npm start.`
  // A program that listens on ::1 alone would get the browser's requests for "localhost".
  if (code && (await isTollgate(port))) {
    return (
      `Tollgate already runs on port ${port}: open http://localhost:${port}, or stop it where it was started (Ctrl-C). ` +
      `Another one beside it needs a port and a data folder of its own: PORT=${other} TOLLGATE_DATA_DIR=./.data-${other} npm start.`
    )
  }
  if (code || (await answers(port, '::1')))
    return `Port ${port} is in use by another program: stop it, or start with PORT=${other} npm start.`
  return null
}

/**
 * By what only Tollgate's health check says, well or not.
 * @returns {Promise<boolean>}
 */
async function isTollgate(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(4_000) })
    const health = await answer.json()
    return typeof health === 'object' && health !== null && 'shared_state' in health && 'database' in health
  } catch {
    return false
  }
}

/** @returns {Promise<string | null>} */
function tryListen(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code || 'unknown'))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)))
  })
}

/** @returns {Promise<boolean>} */
function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host })
    const finish = (result) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(500, () => finish(false))
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
  })
}
