import { Redis } from '@upstash/redis'
import { calendarOf } from '#lib/gateway/limits/team-calendar'
import { RedisLimits } from '#lib/gateway/limits/redis-limits'
import { connectRedis, requesterOver } from '#lib/shared/rate-limit/plain-redis'

// One of several processes on one Redis: asks at once as often as it is told, and says how often it was let in.
const [url = '', prefix = '', amount = '', callers = ''] = process.argv.slice(2)
const connection = connectRedis(url)
const store = new RedisLimits(new Redis(requesterOver(connection)), { prefix })
const calendar = calendarOf('UTC')
const plan = {
  limits: [{ id: 'shared', name: 'shared', level: 'key', metric: 'requests', window: 'minute', amount: Number(amount), calendar }] as const,
  tokens: 0,
}
const answers = await Promise.all(
  Array.from({ length: Number(callers) }, (_, n) =>
    store.take({ requestId: `${process.pid}-${n}`, plan, leaseMs: 1_000, wallTime: Date.now() }),
  ),
)
process.stdout.write(String(answers.filter((answer) => answer.taken).length))
connection.disconnect()
