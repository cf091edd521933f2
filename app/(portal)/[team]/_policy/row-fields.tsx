'use client'

import { useTranslations } from 'next-intl'
import { policyPeriods } from '#lib/shared/policy/policy-document'
import { cn } from '../../../_ui/cn'
import { Input, inputClass } from '#ui/input'

interface SmallFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  className?: string
}

/** A field of a row: its name stands above it, small. */
export function SmallInput({
  label,
  value,
  onChange,
  className,
  ...props
}: SmallFieldProps & { inputMode?: 'decimal' | 'numeric'; placeholder?: string; list?: string }) {
  return (
    <label className={cn('flex flex-col gap-1 text-xs text-muted-foreground', className)}>
      {label}
      <Input {...props} value={value} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

export function SmallSelect({
  label,
  value,
  onChange,
  options,
  className,
}: SmallFieldProps & { options: readonly { value: string; label: string }[] }) {
  return (
    <label className={cn('flex flex-col gap-1 text-xs text-muted-foreground', className)}>
      {label}
      <select className={cn(inputClass, 'h-9 px-2 max-md:h-11')} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The periods a budget may count in, to choose from. */
export function usePeriods(): { value: string; label: string }[] {
  const t = useTranslations('policy.periods')
  return policyPeriods.map((value) => ({ value, label: t(value) }))
}
