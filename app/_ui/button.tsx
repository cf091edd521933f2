import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const variants = {
  primary: 'bg-primary-solid text-primary-foreground hover:bg-primary-solid-hover',
  secondary: 'border border-input bg-card text-foreground hover:bg-hover',
  ghost: 'text-foreground hover:bg-hover',
  destructive: 'bg-destructive text-destructive-foreground hover:bg-destructive-hover',
  'destructive-ghost': 'text-destructive hover:bg-destructive-soft',
} as const

const sizes = {
  sm: 'h-7 gap-1.5 px-2.5 text-sm max-md:h-9',
  md: 'h-9 gap-2 px-3.5 text-base max-md:h-11',
  icon: 'size-8 max-md:size-11',
} as const

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof variants
  size?: keyof typeof sizes
  /** Renders the only child (a link) with the button's looks. */
  asChild?: boolean
}

export function buttonClass(variant: keyof typeof variants = 'primary', size: keyof typeof sizes = 'md', className?: string): string {
  return cn(
    'inline-flex shrink-0 select-none items-center justify-center rounded font-medium whitespace-nowrap transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  )
}

export function Button({ variant, size, asChild, className, type = 'button', ...props }: ButtonProps) {
  const looks = buttonClass(variant, size, className)
  return asChild ? <Slot.Root className={looks} {...props} /> : <button type={type} className={looks} {...props} />
}
