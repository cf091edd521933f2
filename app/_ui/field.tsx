import { CircleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Input, Textarea } from './input'
import { Label } from './label'

interface FieldWords {
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  className?: string
}

/** A control with its label above and its hint or error below; give the control `id` and `describe(...)`. */
export function Field({ id, label, hint, error, className, children }: FieldWords & { children: ReactNode }) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <Label htmlFor={id}>{label}</Label>
      {children}
      {error ? (
        <FieldError id={`${id}-note`} text={error} />
      ) : hint ? (
        <p id={`${id}-note`} className="text-sm text-muted-foreground">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** What is wrong with a field, or with a group of them. */
export function FieldError({ id, text }: { id?: string; text: string | undefined }) {
  if (!text) return null
  return (
    <p id={id} data-field-error tabIndex={-1} className="flex items-start gap-1.5 text-sm text-destructive">
      <CircleAlert aria-hidden className="h-[1lh] w-4 shrink-0" />
      {text}
    </p>
  )
}

/** What a control says to assistive technology about its field. */
export function describe({ id, hint, error }: Pick<FieldWords, 'id' | 'hint' | 'error'>) {
  return { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': error || hint ? `${id}-note` : undefined }
}

type InputFieldProps = FieldWords & Omit<ComponentProps<'input'>, keyof FieldWords>

export function InputField({ id, label, hint, error, className, ...input }: InputFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      <Input {...input} {...describe({ id, hint, error })} />
    </Field>
  )
}

type TextareaFieldProps = FieldWords & Omit<ComponentProps<'textarea'>, keyof FieldWords>

export function TextareaField({ id, label, hint, error, className, ...textarea }: TextareaFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      <Textarea {...textarea} {...describe({ id, hint, error })} />
    </Field>
  )
}
