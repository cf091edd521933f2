'use client'

import { Command } from 'cmdk'
import { Boxes, Building2, KeyRound, type LucideIcon, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { overlayClass } from '../dialog'
import type { Section } from './current-section'
import type { Finding } from './search-action'
import { type PaletteAct, usePaletteActs } from './palette-acts'
import { paletteInputClass, paletteLayerClass } from './looks'
import { useSearch } from './use-search'

interface PaletteProps {
  team: string | null
  mayCreateKey: boolean
  sections: readonly Section[]
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What is looked for; held outside, so that nothing typed while this was on its way is lost. */
  text: string
  onText: (text: string) => void
}

const icons: Record<Finding['kind'], LucideIcon> = { key: KeyRound, model: Boxes, team: Building2, user: UserRound }
const kinds = ['key', 'model', 'team', 'user'] as const
const groupClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground'

/** Everything by its name: pages and acts at once, keys, models, teams and people as the server finds them. */
export default function Palette({ open, onOpenChange, ...body }: PaletteProps) {
  const t = useTranslations('palette')
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClass} />
        <Dialog.Content aria-describedby={undefined} className={paletteLayerClass}>
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <PaletteBody {...body} close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteBody({
  team,
  mayCreateKey,
  sections,
  text,
  onText,
  close,
}: Omit<PaletteProps, 'open' | 'onOpenChange'> & { close: () => void }) {
  const t = useTranslations('palette')
  const router = useRouter()
  const { stage, findings } = useSearch(team, text)
  const acts = usePaletteActs(mayCreateKey ? team : null)
  const wanted = text.trim().toLowerCase()
  const fits = (...names: string[]) => names.some((name) => name.toLowerCase().includes(wanted))
  const pages = sections.filter((section) => fits(section.label))
  const fitting = acts.filter((act) => fits(act.label, ...act.alsoKnownAs))
  const nothing = pages.length + fitting.length + findings.length === 0
  const go = (href: string) => {
    close()
    router.push(href)
  }
  const run = (act: PaletteAct) => {
    close()
    act.run()
  }
  return (
    <Command shouldFilter={false} loop label={t('title')} className="flex min-h-0 flex-col">
      <Command.Input
        value={text}
        onValueChange={onText}
        placeholder={t(team === null ? 'placeholderOperator' : 'placeholder')}
        className={paletteInputClass}
      />
      <Command.List label={t('title')} aria-busy={stage === 'asking'} className="min-h-0 flex-1 overflow-y-auto p-1">
        {kinds.map((kind) => (
          <Group key={kind} heading={t(`kinds.${kind}`)} show={findings.some((finding) => finding.kind === kind)}>
            {findings
              .filter((finding) => finding.kind === kind)
              .map((finding) => {
                const Icon = icons[kind]
                return (
                  <Item
                    key={finding.href}
                    value={`${kind} ${finding.href} ${finding.note ?? ''}`}
                    icon={<Icon aria-hidden />}
                    onSelect={() => go(finding.href)}
                  >
                    <span className="min-w-0 flex-1 truncate">{finding.title}</span>
                    {finding.note ? (
                      <span className="shrink-0 truncate font-mono text-xs text-muted-foreground max-md:hidden">{finding.note}</span>
                    ) : null}
                  </Item>
                )
              })}
          </Group>
        ))}
        <Group heading={t('kinds.page')} show={pages.length > 0}>
          {pages.map((section) => (
            <Item key={section.href} value={`page ${section.href}`} icon={section.icon} onSelect={() => go(section.href)}>
              {section.label}
            </Item>
          ))}
        </Group>
        <Group heading={t('kinds.act')} show={fitting.length > 0}>
          {fitting.map((act) => (
            <Item key={act.id} value={`act ${act.id}`} icon={act.icon} onSelect={() => run(act)}>
              {act.label}
            </Item>
          ))}
        </Group>
        {nothing && stage === 'idle' ? (
          <p className="px-3 py-6 text-center text-muted-foreground">{t('nothing', { text: text.trim() })}</p>
        ) : null}
      </Command.List>
      <p role="status" className="flex min-h-8 shrink-0 items-center border-t px-4 text-xs text-muted-foreground">
        {t(stage === 'asking' ? 'asking' : stage === 'failed' ? 'failed' : 'hint')}
      </p>
    </Command>
  )
}

function Group({ heading, show, children }: { heading: string; show: boolean; children: ReactNode }) {
  return show ? (
    <Command.Group heading={heading} className={groupClass}>
      {children}
    </Command.Group>
  ) : null
}

function Item({ value, icon, onSelect, children }: { value: string; icon: ReactNode; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2 aria-selected:bg-hover max-md:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground"
    >
      {icon}
      {children}
    </Command.Item>
  )
}
