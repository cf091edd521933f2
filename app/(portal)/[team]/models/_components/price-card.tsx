import { useFormatter, useTranslations } from 'next-intl'
import type { PriceTier, PriceValues, RateName, Rates } from '#lib/portal/prices/price'
import { Card, CardBody, CardHead } from '#ui/card'
import { Money, widestCharge } from '#ui/money'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'

/** In the order of a receipt: what goes in, then what comes out. */
const inputClasses = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'audioIn', 'image'] as const
const outputClasses = ['output', 'reasoning', 'audioOut'] as const
const classes: readonly RateName[] = [...inputClasses, ...outputClasses]
const alwaysShown: readonly RateName[] = ['input', 'cacheRead', 'output', 'reasoning']

/** Every price of a model; a class without one of its own says which it takes. */
export function PriceCard({ price }: { price: PriceValues }) {
  const t = useTranslations('modelPage')
  const format = useFormatter()
  const columns = [price.rates, ...price.tiers.map((tier) => ratesOf(tier, price.rates))]
  const shown = classes.filter((name) => alwaysShown.includes(name) || columns.some((rates) => rates[name] !== null))
  const [first] = price.tiers
  const heads = first
    ? [
        t('upTo', { tokens: format.number(first.aboveInputTokens) }),
        ...price.tiers.map((tier) => t('above', { tokens: format.number(tier.aboveInputTokens) })),
      ]
    : [t('price')]
  return (
    <Card>
      <CardHead title={t('prices')} text={t('pricesText')} />
      <Table label={t('prices')}>
        <TableHead>
          <Th>{t('class')}</Th>
          {heads.map((head) => (
            <Th key={head} numeric>
              {head}
            </Th>
          ))}
        </TableHead>
        <tbody>
          {shown.map((name) => (
            <Tr key={name}>
              <Td>{t(`classes.${name}`)}</Td>
              {columns.map((rates, index) => (
                <Td key={heads[index]} numeric>
                  <Rate rates={rates} name={name} alignTo={widestCharge(classes.map((other) => rates[other] ?? 0n))} />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      {first || price.requestNanos ? (
        <CardBody className="flex flex-col gap-1 border-t text-sm text-muted-foreground">
          {price.requestNanos ? (
            <p>{t.rich('perRequestText', { price: () => <Money nanos={price.requestNanos ?? 0n} as="charge" /> })}</p>
          ) : null}
          {first ? <p>{t('tierText')}</p> : null}
        </CardBody>
      ) : null}
    </Card>
  )
}

/** A tier's rates; one that it does not name stays as it is below. */
function ratesOf(tier: PriceTier, base: Rates): Rates {
  const rates = { ...base }
  for (const name of classes) rates[name] = tier.rates[name] ?? base[name]
  return rates
}

function Rate({ rates, name, alignTo }: { rates: Rates; name: RateName; alignTo: number }) {
  const t = useTranslations('modelPage')
  const nanos = rates[name]
  if (nanos !== null) return <Money nanos={nanos} as="charge" alignTo={alignTo} />
  const isOutput = outputClasses.some((output) => output === name)
  return <span className="text-muted-foreground">{t(isOutput ? 'asOutput' : 'asInput')}</span>
}
