// Plain JavaScript: the bootstrap needs it on any Node, before anything is installed.
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1)

/**
 * Shows one step of a start while it runs: a moving line on a terminal, elsewhere a line at the start, at the end and
 * every fifteen seconds between.
 * @template T
 * @param {string} name what is being done, such as "Installing packages"
 * @param {(tell: (detail: string) => void) => Promise<T>} run may tell how far it is
 * @returns {Promise<T>}
 */
export async function showStep(name, run) {
  const terminal = process.stdout.isTTY
  const begun = Date.now()
  let detail = ''
  let frame = 0
  const draw = () => {
    const text = `  ${frames[frame++ % frames.length]} ${name}${detail && ` (${detail})`} … ${Math.floor((Date.now() - begun) / 1000)} s`
    process.stdout.write(`\r${text.slice(0, (process.stdout.columns || 80) - 1)}\x1b[K`)
  }
  if (!terminal) process.stdout.write(`  … ${name}\n`)
  const timer = terminal
    ? setInterval(draw, 100)
    : setInterval(
        () => process.stdout.write(`  … ${name}${detail && ` (${detail})`}: ${Math.floor((Date.now() - begun) / 1000)} s so far\n`),
        15_000,
      )
  try {
    const result = await run((text) => (detail = text))
    process.stdout.write(`${terminal ? '\r' : ''}  ✓ ${name}${detail && ` (${detail})`} ${seconds(begun)} s${terminal ? '\x1b[K' : ''}\n`)
    return result
  } catch (error) {
    process.stdout.write(`${terminal ? '\r' : ''}  ✗ ${name}${terminal ? '\x1b[K' : ''}\n`)
    throw error
  } finally {
    clearInterval(timer)
  }
}
