import { Chart } from '#ui/chart'
import { Card, CardBody, CardHead } from '#ui/card'
import { ColumnChooser } from '#ui/column-chooser'
import { FilterChips } from '#ui/filter-chips'
import { KeyValues } from '#ui/key-value'
import { MeterBar } from '#ui/meter-bar'
import { Pager } from '#ui/pager'
import { PeriodPicker } from '#ui/period-picker'
import { SearchField } from '#ui/search-field'
import { SidePanel } from '#ui/side-panel'
import { SortTh } from '#ui/sort-th'
import { Stat, StatRow } from '#ui/stat'
import { Table, TableHead, Td, Tr } from '#ui/table'
import { TabLinks } from '#ui/tab-links'

export default function Demo() {
  const buckets = Array.from({ length: 30 }, (_, i) => ({ key: String(i), label: `Nov ${i + 1}`, title: `Sunday, Nov ${i + 1}` }))
  const s = (seed: number, gap = -1) =>
    buckets.map((_, i) =>
      i === gap || i === gap + 2
        ? null
        : { value: Math.abs(Math.sin(i * seed) * 10 + i / 3), text: `$${(Math.abs(Math.sin(i * seed) * 10 + i / 3)).toFixed(4)}` },
    )
  return (
    <main className="mx-auto flex w-full max-w-[1120px] flex-col gap-5 px-8 py-7 max-md:px-4">
      <TabLinks
        label="tabs"
        tabs={[
          { href: '/demo', label: 'One', current: true },
          { href: '/demo?b', label: 'Two', current: false },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <PeriodPicker timeZone="Asia/Shanghai" />
        <SearchField param="q" label="Search keys" />
        <ColumnChooser
          columns={[
            { id: 'a', label: 'Aaa' },
            { id: 'b', label: 'Bbb' },
          ]}
        />
      </div>
      <FilterChips
        filters={[
          {
            param: 'model',
            label: 'Model',
            multiple: true,
            options: Array.from({ length: 20 }, (_, i) => ({ value: `m${i}`, label: `openai/gpt-${i}` })),
          },
          {
            param: 'status',
            label: 'Status',
            options: [
              { value: 'ok', label: 'Succeeded' },
              { value: 'bad', label: 'Failed' },
            ],
          },
        ]}
      />
      <StatRow>
        <Stat label="Spend" value="$1,234.56" change={{ ratio: 0.123, better: 'neutral' }} />
        <Stat label="Requests" value="12,345" change={{ ratio: -0.03, better: 'up' }} />
        <Stat label="Errors" value="1.2 %" sub="23 requests" change={{ ratio: 0.5, better: 'down' }} />
        <Stat label="p95 latency" value="1.2 s" change={{ ratio: null, better: 'down' }} />
        <Stat label="p95 TTFT" value="320 ms" change={{ ratio: 0, better: 'down' }} />
      </StatRow>
      <div className="grid gap-5 lg:grid-cols-2">
        <Card>
          <CardHead title="Spend" />
          <CardBody>
            <Chart
              label="Spend by day"
              kind="bars"
              unit="usd"
              buckets={buckets}
              series={[
                { id: 'a', name: 'Spend', points: s(0.3) },
                { id: 'p', name: 'Before', tone: 'before', points: s(0.4) },
              ]}
            />
          </CardBody>
        </Card>
        <Card>
          <CardHead title="Latency" />
          <CardBody>
            <Chart label="Latency" kind="lines" unit="ms" buckets={buckets} series={[{ id: 'a', name: 'p95', points: s(0.3, 5) }]} />
          </CardBody>
        </Card>
        <Card>
          <CardHead title="Tokens" />
          <CardBody>
            <Chart
              label="Tokens"
              kind="bars"
              stacked
              unit="tokens"
              buckets={buckets}
              series={['a', 'b', 'c', 'd', 'e', 'f'].map((id, i) => ({ id, name: `model ${id}`, points: s(i + 0.2) }))}
            />
          </CardBody>
        </Card>
        <Card>
          <CardHead title="Empty" />
          <CardBody>
            <Chart
              label="Requests"
              kind="bars"
              unit="requests"
              buckets={buckets}
              series={[{ id: 'a', name: 'Requests', points: buckets.map(() => null) }]}
            />
          </CardBody>
        </Card>
      </div>
      <div className="flex items-start gap-5">
        <Card className="flex-1">
          <Table label="t">
            <TableHead>
              <SortTh name="name">Name</SortTh>
              <SortTh name="charge" numeric initial="descending">
                Charge, USD
              </SortTh>
            </TableHead>
            <tbody>
              <Tr>
                <Td>
                  x <MeterBar share={0.4} />
                </Td>
                <Td numeric>1.00</Td>
              </Tr>
            </tbody>
          </Table>
          <Pager nextHref="/demo?cursor=x" firstHref="/demo" />
        </Card>
        <SidePanel title="req_123" closeHref="/demo">
          <KeyValues
            items={[
              { label: 'Model', value: 'openai/gpt' },
              { label: 'Latency', value: '1.2 s' },
            ]}
          />
        </SidePanel>
      </div>
    </main>
  )
}
