'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Select as SelectPrimitive } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { cn } from './cn'
import { menuClass } from './dropdown-menu'
import { describe, Field } from './field'
import { inputClass } from './input'

/** The id of no form. */
const noForm = 'none'

export interface SelectOption {
  value: string
  label: ReactNode
}

interface SelectFieldProps {
  id: string
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  options: readonly SelectOption[]
  defaultValue?: string
  placeholder?: string
  required?: boolean
  className?: string
  onValueChange?: (value: string) => void
}

/**
 * One of a short closed list; posts with its form under `name`, from a field of its own: the select belongs to no form,
 * whose reset after every action, refused ones too, would take the choice back.
 */
export function SelectField({
  id,
  name,
  label,
  hint,
  error,
  options,
  defaultValue,
  placeholder,
  required,
  className,
  onValueChange,
}: SelectFieldProps) {
  const [chosen, setChosen] = useState(defaultValue ?? '')
  const choose = (value: string) => {
    setChosen(value)
    onValueChange?.(value)
  }
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      <input type="hidden" name={name} value={chosen} />
      <SelectPrimitive.Root form={noForm} value={chosen} required={required} onValueChange={choose}>
        <SelectPrimitive.Trigger
          {...describe({ id, hint, error })}
          className={cn(
            inputClass,
            'flex h-9 items-center justify-between gap-2 text-left max-md:h-11 data-[placeholder]:text-muted-foreground',
          )}
        >
          <SelectPrimitive.Value placeholder={placeholder} />
          <SelectPrimitive.Icon>
            <ChevronDown aria-hidden className="size-4 text-muted-foreground" />
          </SelectPrimitive.Icon>
        </SelectPrimitive.Trigger>
        <SelectPrimitive.Portal>
          <SelectPrimitive.Content position="popper" sideOffset={4} className={cn(menuClass, 'max-h-80 w-(--radix-select-trigger-width)')}>
            <SelectPrimitive.Viewport>
              {options.map((option) => (
                <SelectPrimitive.Item
                  key={option.value}
                  value={option.value}
                  className="relative flex min-h-8 select-none items-center rounded-sm py-1 pr-8 pl-2 outline-none data-[highlighted]:bg-hover max-md:min-h-11"
                >
                  <SelectPrimitive.ItemText>{option.label}</SelectPrimitive.ItemText>
                  <SelectPrimitive.ItemIndicator className="absolute right-2 text-primary-text">
                    <Check aria-hidden className="size-4" />
                  </SelectPrimitive.ItemIndicator>
                </SelectPrimitive.Item>
              ))}
            </SelectPrimitive.Viewport>
          </SelectPrimitive.Content>
        </SelectPrimitive.Portal>
      </SelectPrimitive.Root>
    </Field>
  )
}
