import { parseArgs } from 'node:util'
import { systemActor } from '#lib/portal/acting/actor'
import type { ModelImport, PriceDifference } from '#lib/portal/prices/compare-prices'
import { applyPriceImport, planPriceImport } from '#lib/portal/prices/import-prices'
import { formatUsd } from '#lib/shared/money'
import { runAsPortal } from './run-as-portal.ts'

// npm run prices:import -- [--apply] [model ...]
const say = (line: string) => process.stdout.write(`${line}\n`)

function show(value: PriceDifference['old']): string {
  if (value === null) return '–'
  return typeof value === 'bigint' ? `$${formatUsd(value)}` : value
}

function showChange(change: ModelImport): void {
  const note = change.setByHand ? ' (set by hand: name it to change it)' : ''
  say(`\n${change.model}, list price of ${change.provider}${note}`)
  for (const { kind, field, old, new: next } of change.differences) {
    const unit = field === 'request' ? ' a request' : field === 'tiers' ? '' : ' per million'
    say(`  ${kind.padEnd(4)} ${field.padEnd(14)} ${show(old)} -> ${show(next)}${unit}`)
  }
  if (change.leftOut.length > 0) say(`  not charged for: ${change.leftOut.join(', ')}`)
}

await runAsPortal(async () => {
  const { values, positionals } = parseArgs({ options: { apply: { type: 'boolean', default: false } }, allowPositionals: true })
  const input = positionals.length > 0 ? { models: positionals } : {}
  const { changes, unknown } = await (values.apply ? applyPriceImport(systemActor, input) : planPriceImport(systemActor, input))
  for (const change of changes) showChange(change)
  if (unknown.length > 0) say(`\nNot in the catalogue: ${unknown.join(', ')}`)
  const done = values.apply ? 'changed' : 'would change; run again with --apply'
  say(changes.length === 0 ? '\nNothing differs.' : `\n${changes.length} ${changes.length === 1 ? 'model' : 'models'} ${done}.`)
})
