import { CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const tones = {
  info: { box: 'bg-warning-soft', icon: 'text-warning', Icon: Info },
  done: { box: 'bg-success-soft', icon: 'text-success', Icon: CircleCheck },
}

/** What happened before this page, said once at its head and announced. */
export function Notice({ tone = 'info', className, children }: { tone?: keyof typeof tones; className?: string; children: ReactNode }) {
  const { box, icon, Icon } = tones[tone]
  return (
    <div role="status" className={cn('flex items-start gap-2 rounded px-3 py-2 text-sm', box, className)}>
      <Icon aria-hidden className={cn('h-[1lh] w-4 shrink-0', icon)} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
