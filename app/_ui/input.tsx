import type { ComponentProps } from 'react'
import { cn } from './cn'

export const inputClass =
  'w-full min-w-0 rounded border border-input bg-card px-3 text-base text-foreground placeholder:text-muted-foreground ' +
  'transition-colors hover:border-muted-foreground disabled:opacity-55 aria-invalid:border-destructive'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(inputClass, 'h-9 max-md:h-11', className)} {...props} />
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(inputClass, 'min-h-20 py-2 leading-5', className)} {...props} />
}
