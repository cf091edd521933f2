import { Circle, CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

interface StepProps {
  done: boolean
  title: ReactNode
  text: ReactNode
  children?: ReactNode
}

/** One line of the first steps, ticked off once it is done. */
export function Step({ done, title, text, children }: StepProps) {
  const t = useTranslations('firstSteps')
  return (
    <li className="flex gap-3 px-5 py-4 max-md:px-4">
      {done ? (
        <CircleCheck role="img" aria-label={t('done')} className="h-[1lh] w-4 shrink-0 text-success" />
      ) : (
        <Circle role="img" aria-label={t('open')} className="h-[1lh] w-4 shrink-0 text-muted-foreground" />
      )}
      <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
        <div>
          <h3 className="font-medium">{title}</h3>
          <p className="text-muted-foreground">{text}</p>
        </div>
        {children}
      </div>
    </li>
  )
}
