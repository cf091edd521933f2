import { cn } from './cn'
import { CopyButton } from './copy-button'

interface CodeBlockProps {
  code: string
  copyLabel: string
  label: string
  onCopied?: () => void
}

/** Lines to paste somewhere else, as they are, with a button that takes them; reachable by keyboard, as all that scrolls. */
export function CodeBlock({ code, copyLabel, label, onCopied }: CodeBlockProps) {
  return (
    <div className="relative min-w-0 rounded border bg-muted">
      <pre
        role="region"
        aria-label={label}
        tabIndex={0}
        // On a phone the button stands above the lines: beside them it would cover what it copies.
        className={cn('overflow-x-auto py-3 pr-24 pl-4 font-mono text-sm leading-5', code.includes('\n') && 'max-md:pt-12 max-md:pr-4')}
      >
        <code>{code}</code>
      </pre>
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={code} label={copyLabel} onCopied={onCopied} />
      </div>
    </div>
  )
}
