'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Card } from '#ui/card'
import { Money } from '#ui/money'
import { SortTh } from '#ui/sort-th'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { BulkMarkup } from './bulk-markup'
import { Margin } from './margin'
import { modelHref } from './model-href'
import { ModelState, type ModelStateName } from './model-state'

export interface ModelRow {
  name: string
  vendor: string
  state: ModelStateName
  input: bigint | null
  output: bigint | null
  request: bigint | null
  costInput: bigint | null
  costOutput: bigint | null
  margin: number | null
  /** Percent, as people write it. */
  markup: string
}

/** The catalogue; rows that are ticked can be given one markup. */
export function ModelTable({ models, mayChange }: { models: readonly ModelRow[]; mayChange: boolean }) {
  const t = useTranslations('models')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const shown = models.filter((model) => ticked.has(model.name)).map((model) => model.name)
  const toggle = (name: string) => {
    const next = new Set(ticked)
    if (!next.delete(name)) next.add(name)
    setTicked(next)
  }
  const all = shown.length === models.length
  return (
    <Card>
      {shown.length > 0 ? <BulkMarkup models={shown} clear={() => setTicked(new Set())} /> : null}
      <Table label={t('title')}>
        <TableHead>
          {mayChange ? (
            <Th className="w-8">
              <input
                type="checkbox"
                aria-label={t('tickAll')}
                checked={all}
                onChange={() => setTicked(all ? new Set() : new Set(models.map((model) => model.name)))}
                className="size-4 accent-(--primary-solid)"
              />
            </Th>
          ) : null}
          <SortTh name="name" initial="ascending">
            {t('model')}
          </SortTh>
          <Th className="max-md:hidden">{t('status')}</Th>
          <SortTh name="input" numeric className="max-md:hidden">
            {t('input')}
          </SortTh>
          <SortTh name="output" numeric className="max-md:hidden">
            {t('output')}
          </SortTh>
          <Th numeric className="max-md:hidden">
            {t('costInOut')}
          </Th>
          <SortTh name="margin" numeric>
            {t('margin')}
          </SortTh>
          <Th numeric className="max-md:hidden">
            {t('markup')}
          </Th>
        </TableHead>
        <tbody>
          {models.map((model) => (
            <Tr key={model.name} data-testid="model">
              {mayChange ? (
                <Td>
                  <input
                    type="checkbox"
                    aria-label={t('tick', { name: model.name })}
                    checked={ticked.has(model.name)}
                    onChange={() => toggle(model.name)}
                    className="size-4 accent-(--primary-solid)"
                  />
                </Td>
              ) : null}
              <Td className="max-w-64 max-md:w-full max-md:max-w-0 max-md:py-2">
                <Link href={modelHref(model.name)} prefetch={false} className="block truncate font-mono hover:underline">
                  {model.name}
                </Link>
                {model.vendor ? <span className="block truncate text-muted-foreground">{model.vendor}</span> : null}
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1 md:hidden">
                  <ModelState state={model.state} />
                  <span className="text-muted-foreground">
                    {t('inOut')} <Amount nanos={model.input} /> / <Amount nanos={model.output} />
                  </span>
                </span>
              </Td>
              <Td className="max-md:hidden">
                <ModelState state={model.state} />
              </Td>
              <Td numeric className="max-md:hidden">
                <Amount nanos={model.input} />
              </Td>
              <Td numeric className="max-md:hidden">
                <Amount nanos={model.output} />
              </Td>
              <Td numeric className="text-muted-foreground max-md:hidden">
                <Amount nanos={model.costInput} /> / <Amount nanos={model.costOutput} />
              </Td>
              <Td numeric>
                <Margin margin={model.margin} />
              </Td>
              <Td numeric className="max-md:hidden">
                {model.markup}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

function Amount({ nanos }: { nanos: bigint | null }) {
  return nanos === null ? '–' : <Money nanos={nanos} as="charge" />
}
