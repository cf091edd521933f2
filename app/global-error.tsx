'use client'

import './globals.css'

/** Stands in when even the layout failed: no messages are loaded here, so it speaks both languages itself. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto flex min-h-dvh w-full max-w-[480px] flex-col justify-center gap-3 px-4">
          <h1 className="text-xl font-semibold">This page could not be shown</h1>
          <p className="text-muted-foreground">Load it again in a moment. If it stays like this, tell the operator.</p>
          <p lang="zh-CN" className="text-muted-foreground">
            页面暂时无法显示，请稍后重新加载；若问题仍在，请联系运营方。
          </p>
          {error.digest ? <code className="font-mono text-sm">{error.digest}</code> : null}
          <div>
            <button type="button" onClick={reset} className="rounded border border-input px-3 py-2 font-medium hover:bg-hover">
              Load again · 重新加载
            </button>
          </div>
        </main>
      </body>
    </html>
  )
}
