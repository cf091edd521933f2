'use client'

import { useFormStatus } from 'react-dom'
import { Button, type ButtonProps } from './button'

/** Submits its form; while the action runs it keeps its place and its words and takes no second press. */
export function SubmitButton({ busy = false, ...props }: Omit<ButtonProps, 'type' | 'asChild'> & { busy?: boolean }) {
  const pending = useFormStatus().pending || busy
  return (
    <Button
      {...props}
      type="submit"
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault()
      }}
    />
  )
}
