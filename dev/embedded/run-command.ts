import { spawn, type SpawnOptions } from 'node:child_process'

export interface CommandResult {
  /** null when the program could not be started or was ended by a signal. */
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program to its end. A program that cannot be started answers code null with the reason in stderr. */
export function runCommand(file: string, args: string[], options: SpawnOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', (error) => resolve({ code: null, stdout, stderr: error.message }))
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
