/**
 * A minute's limit is one list: time and amount of each millisecond in which something was taken, eldest first, and at its
 * end their sum. A day's limit is a number that ends with its day; leases are a sorted set by when they run out.
 */
const shared = `
local function clock()
  if ARGV[1] ~= '' then return tonumber(ARGV[1]) end
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function int(n) return string.format('%.0f', n) end

-- The newest entry and the sum. Times to come mean a clock put back by more than the window: they count for nothing.
local function tail(key, now)
  local t = redis.call('LRANGE', key, -3, -1)
  if #t < 3 then return nil end
  local last = { newest = tonumber(t[1]), amount = tonumber(t[2]), sum = tonumber(t[3]) }
  if last.newest - now <= 60000 then return last end
  redis.call('DEL', key)
  return nil
end

local function add(key, now, cost, last)
  if not last then
    redis.call('RPUSH', key, int(now), int(cost), int(cost))
  elseif last.newest >= now then
    redis.call('LSET', key, -2, int(last.amount + cost))
    redis.call('LSET', key, -1, int(last.sum + cost))
  else
    redis.call('LSET', key, -1, int(now))
    redis.call('RPUSH', key, int(cost), int(last.sum + cost))
  end
  redis.call('PEXPIRE', key, 61000)
end

local function hold(key, holder, now, lease)
  redis.call('ZADD', key, int(now + lease), holder)
  if redis.call('PTTL', key) < lease then redis.call('PEXPIRE', key, int(lease)) end
end

-- A day's count outlives its day by an hour, for corrections that come late.
local function count(key, now, cost, ends)
  redis.call('INCRBY', key, int(cost))
  redis.call('PEXPIRE', key, int(math.max(0, ends - now) + 3600000))
end
`

/**
 * Checks every limit, then takes all of them or none.
 * KEYS: the counters. ARGV: the time ('' for Redis' own), request id, life of a lease, then for each key its kind (m, d or
 * l), amount, cost and end of the day. Answers whether it took, the time, then for each key: used, wait (0: it fits, -1:
 * unknown), reset.
 */
export const takeScript = `${shared}
-- What has passed, off the list and its sum. The newest entry has not, so the walk ends before the sum.
local function expire(key, now, last)
  local bound, first, size, passed = now - 60000, 0, 2, 0
  if last.newest <= bound then
    redis.call('DEL', key)
    return nil
  end
  repeat
    local some = redis.call('LRANGE', key, first, first + size - 1)
    local j = 1
    while j <= #some and tonumber(some[j]) <= bound do
      last.sum = last.sum - tonumber(some[j + 1])
      passed = passed + 2
      j = j + 2
    end
    first, size = first + size, 128
  until j <= #some
  if passed > 0 then
    redis.call('LPOP', key, passed)
    redis.call('LSET', key, -1, int(last.sum))
  end
  return last
end

-- When this much more fits; of a long list only the beginning is walked.
local function wait(key, now, last, cost, amount)
  local sum, first = last.sum, 0
  for _ = 1, 16 do
    local some = redis.call('LRANGE', key, first, first + 127)
    for j = 1, #some - 1, 2 do
      sum = sum - tonumber(some[j + 1])
      if sum + cost <= amount then return tonumber(some[j]) + 60000 - now end
    end
    if #some < 128 then break end
    first = first + 128
  end
  return last.newest + 60000 - now
end

local now, states = clock(), {}
for i, key in ipairs(KEYS) do
  local at = i * 4
  local s = { kind = ARGV[at], amount = tonumber(ARGV[at + 1]), cost = tonumber(ARGV[at + 2]), ends = tonumber(ARGV[at + 3]) }
  if s.kind == 'm' then
    s.last = tail(key, now)
    -- A clock put back a little stands still until it is where it was.
    if s.last and s.last.newest > now then now = s.last.newest end
  end
  states[i] = s
end

local taken = 1
for i, key in ipairs(KEYS) do
  local s = states[i]
  s.used, s.wait, s.reset = 0, 0, 0
  if s.kind == 'm' then
    if s.last then s.last = expire(key, now, s.last) end
    if s.last then s.used, s.reset = s.last.sum, s.last.newest + 60000 - now end
  elseif s.kind == 'd' then
    s.used, s.reset = tonumber(redis.call('GET', key) or 0), math.max(0, s.ends - now)
  else
    redis.call('ZREMRANGEBYSCORE', key, '-inf', int(now))
    s.used = redis.call('ZCARD', key)
  end
  if s.used + s.cost > s.amount then
    taken = 0
    if s.kind == 'l' or s.cost > s.amount then s.wait = -1
    elseif s.kind == 'd' then s.wait = math.max(1, s.reset)
    else s.wait = wait(key, now, s.last, s.cost, s.amount) end
  end
end

local answer = { taken, now }
for i, key in ipairs(KEYS) do
  local s = states[i]
  if taken == 1 then
    s.used = s.used + s.cost
    if s.kind == 'm' then
      add(key, now, s.cost, s.last)
      s.reset = 60000
    elseif s.kind == 'd' then
      count(key, now, s.cost, s.ends)
    else
      hold(key, ARGV[2], now, tonumber(ARGV[3]))
    end
  end
  answer[#answer + 1], answer[#answer + 2], answer[#answer + 3] = s.used, s.wait, s.reset
end
return answer
`

/**
 * Corrects what was taken. KEYS: the counters. ARGV: the time as above, then for each key a kind and three values:
 * m (change, time of the taking), d (change, end of the day), f (free: request id), h (hold: request id, life of the lease).
 */
export const changeScript = `${shared}
local now = clock()
for i, key in ipairs(KEYS) do
  local at = i * 3 - 1
  local kind, a, b = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if kind == 'f' then
    redis.call('ZREM', key, a)
  elseif kind == 'h' then
    hold(key, a, now, tonumber(b))
  elseif kind == 'd' then
    if tonumber(a) > 0 then count(key, now, tonumber(a), tonumber(b))
    elseif redis.call('EXISTS', key) == 1 and redis.call('INCRBY', key, a) <= 0 then redis.call('DEL', key) end
  else
    local last, delta = tail(key, now), tonumber(a)
    if delta > 0 then
      add(key, math.max(now, last and last.newest or 0), delta, last)
    elseif last then
      local index = redis.call('LPOS', key, b, 'RANK', -1)
      if index then
        redis.call('LSET', key, index + 1, int(tonumber(redis.call('LINDEX', key, index + 1)) + delta))
        redis.call('LSET', key, -1, int(last.sum + delta))
      end
    end
  end
end
return #KEYS
`
