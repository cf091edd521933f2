import { getuid } from 'node:process'
import { runCommand } from '#dev/embedded/run-command'
import { StartFailure } from '#dev/embedded/start-failure'
import { showStep } from '../../scripts/progress.mjs'

/**
 * Sees to it that programs of Debian packages are there.
 * @param packages package name by program name
 * @throws StartFailure that names the package, where only an administrator can install it
 */
export async function installDebianPackages(packages: Record<string, string>): Promise<void> {
  const missing: string[] = []
  for (const [program, name] of Object.entries(packages)) {
    if ((await runCommand('sh', ['-c', 'command -v "$1"', 'sh', program])).code !== 0) missing.push(name)
  }
  if (missing.length === 0) return
  const command = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`
  const isDebian = (await runCommand('apt-get', ['--version'])).code === 0
  if (getuid?.() !== 0 || !isDebian) {
    throw new StartFailure(
      `The tests need ${missing.join(' and ')}: install with "${isDebian ? `sudo ${command}` : 'your package manager'}", then run npm test again.`,
    )
  }
  await showStep(`Installing ${missing.join(' and ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await runCommand('apt-get', ['update'], { env })
    const [file = '', ...args] = command.split(' ')
    const result = await runCommand(file, args, { env })
    if (result.code !== 0)
      throw new StartFailure(`"${command}" failed (${result.stderr.trim().split('\n').at(-1)}): mend that and run npm test again.`)
  })
}
