import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '#dev/embedded/free-port'

/** A Redis of its own for a test file, which it may stop and start again on the same port. */
export class RedisServer {
  readonly port: number
  private child: ChildProcess | undefined

  private constructor(port: number) {
    this.port = port
  }

  static async launch(): Promise<RedisServer> {
    const server = new RedisServer(await freePort())
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    this.child = spawn('redis-server', options, { stdio: 'ignore' })
    for (let attempt = 0; attempt < 100; attempt++) {
      if (await this.answers()) return
      await wait(50)
    }
    throw new Error('redis-server did not start')
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.child) return
    const gone = once(this.child, 'exit')
    this.child.kill(signal)
    await gone
    this.child = undefined
  }

  /** It keeps its connections and its data, and answers nothing until `wake`. */
  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  wake(): void {
    this.child?.kill('SIGCONT')
  }

  private async answers(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return true
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  }
}
