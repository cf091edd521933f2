'use client'

import { Check } from 'lucide-react'
import { Slot } from 'radix-ui'
import { type ComponentProps, createContext, type KeyboardEvent, type ReactNode, use } from 'react'
import { cn } from './cn'
import { layerClass, type LayerPlace, useLayer } from './use-layer'

const LayerContext = createContext<ReturnType<typeof useLayer> | null>(null)
const ChoiceContext = createContext<{ value: string; choose: (value: string) => void } | null>(null)

export const menuClass = 'z-50 min-w-44 rounded border bg-popover p-1 text-base shadow-float animate-float-in'
const itemClass =
  'relative flex min-h-8 w-full cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-left outline-none max-md:min-h-11 ' +
  'hover:bg-hover focus:bg-hover disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0'

function useMenu() {
  const layer = use(LayerContext)
  if (!layer) throw new Error('a part of a menu stands outside DropdownMenu')
  return layer
}

/** A button and the acts behind it; shadcn's parts on the browser's own popover, which needs no script to place and dismiss. */
export function DropdownMenu({ children }: { children: ReactNode }) {
  return <LayerContext value={useLayer()}>{children}</LayerContext>
}

export function DropdownMenuTrigger(props: Omit<ComponentProps<'button'>, 'ref' | 'type'>) {
  return <button type="button" aria-haspopup="menu" {...useMenu().buttonProps} {...props} />
}

export function DropdownMenuContent({
  align = 'start',
  side,
  className,
  children,
}: LayerPlace & { className?: string; children: ReactNode }) {
  const { open, close, layerProps } = useMenu()
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Tab') return close()
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)')]
    const next = nextItem(items, items.indexOf(document.activeElement as HTMLElement), event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div
      {...layerProps({ align, side }, '[role^=menuitem]:not(:disabled)')}
      role="menu"
      tabIndex={-1}
      onKeyDown={press}
      className={cn(layerClass, 'animate-float-in', className)}
    >
      {open ? children : null}
    </div>
  )
}

/** The item a key leads to: by arrows around, Home and End, or the first letter. */
function nextItem(items: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const starts = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase())
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts)
}

interface ItemProps {
  onSelect?: () => void
  destructive?: boolean
  disabled?: boolean
  /** Renders the only child (a link) as the item. */
  asChild?: boolean
  className?: string
  children: ReactNode
}

export function DropdownMenuItem({ onSelect, destructive, disabled, asChild, className, children }: ItemProps) {
  const { close } = useMenu()
  const looks = {
    role: 'menuitem',
    tabIndex: -1,
    className: cn(itemClass, destructive && 'text-destructive hover:bg-destructive-soft focus:bg-destructive-soft', className),
    onClick: () => {
      close()
      onSelect?.()
    },
  }
  return asChild ? (
    <Slot.Root {...looks}>{children}</Slot.Root>
  ) : (
    <button type="button" disabled={disabled} {...looks}>
      {children}
    </button>
  )
}

interface RadioGroupProps {
  value: string
  onValueChange: (value: string) => void
  children: ReactNode
}

export function DropdownMenuRadioGroup({ value, onValueChange, children }: RadioGroupProps) {
  return (
    <ChoiceContext value={{ value, choose: onValueChange }}>
      <div role="group">{children}</div>
    </ChoiceContext>
  )
}

export function DropdownMenuRadioItem({ value, lang, children }: { value: string; lang?: string; children: ReactNode }) {
  const { close } = useMenu()
  const choice = use(ChoiceContext)
  const checked = choice?.value === value
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={checked}
      tabIndex={-1}
      lang={lang}
      className={cn(itemClass, 'pr-8')}
      onClick={() => {
        close()
        choice?.choose(value)
      }}
    >
      {children}
      {checked ? <Check aria-hidden className="absolute right-2 text-primary-text" /> : null}
    </button>
  )
}

export function DropdownMenuLabel({ children }: { children: ReactNode }) {
  return <p className="truncate px-2 py-1.5 text-xs text-muted-foreground">{children}</p>
}

export function DropdownMenuSeparator() {
  return <hr className="-mx-1 my-1 h-px border-0 bg-border" />
}
