'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'

interface SwitchProps extends Omit<ComponentProps<'button'>, 'onChange' | 'role'> {
  checked: boolean
  /** What it switches, in words. */
  label: string
  onChange: (checked: boolean) => void
}

/** On or off, at once and without a form. */
export function Switch({ checked, label, onChange, className, ...props }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      onClick={() => onChange(!checked)}
      className={cn(
        'group inline-flex h-5 w-9 shrink-0 items-center rounded-sm border px-0.5 transition-colors disabled:cursor-not-allowed disabled:opacity-55 max-md:h-7 max-md:w-12',
        checked ? 'border-primary-solid bg-primary-solid' : 'border-input bg-muted',
        className,
      )}
      {...props}
    >
      <span
        aria-hidden
        className={cn(
          'block size-3.5 rounded-sm transition-transform max-md:size-5',
          checked ? 'translate-x-4 bg-primary-foreground max-md:translate-x-5' : 'bg-muted-foreground',
        )}
      />
    </button>
  )
}
