import { readFileSync } from 'node:fs'

/**
 * Calls back once when npm, which runs us, or a shell between npm and us has died: killed hard, they tell nobody.
 * @param {() => void} onGone
 */
export function watchAncestors(onGone) {
  // Without npm the caller may well end before us on purpose, as in "node scripts/bootstrap.mjs start &".
  if (!process.env.npm_lifecycle_event) return
  const before = ancestors()
  const timer = setInterval(() => {
    if (ancestors().join() === before.join()) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
}

/** Our parent and, where that is the shell npm puts between, npm itself. */
function ancestors() {
  const parent = statusOf(process.ppid)
  return parent && /^(sh|dash|bash|ash|busybox|zsh)$/.test(parent.name) ? [process.ppid, parent.ppid] : [process.ppid]
}

function statusOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const close = text.lastIndexOf(')')
    return { name: text.slice(text.indexOf('(') + 1, close), ppid: Number(text.slice(close + 2).split(' ')[1]) }
  } catch {
    return null
  }
}
