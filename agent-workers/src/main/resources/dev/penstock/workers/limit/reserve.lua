-- Reserves what a call will probably use, of all its limits or of none.
-- KEYS: per limit a hash (second -> used within it, and `held`) and a sorted set of reservations (id:amount, by when each ends).
-- ARGV: id, how long it may be held in milliseconds, seconds that count, wait when only held ones stand in the way; then per limit: limit, amount.
-- Answers {0} for reserved, or {milliseconds to wait, index of the limit from 1}.
local time = redis.call('TIME')
local second = tonumber(time[1])
local now = second * 1000 + math.floor(tonumber(time[2]) / 1000)
local oldest = second - tonumber(ARGV[3])
local wait, fullest = 0, 0
for i = 1, #KEYS / 2 do
  local counts, holds = KEYS[2 * i - 1], KEYS[2 * i]
  local limit, amount = tonumber(ARGV[3 + 2 * i]), tonumber(ARGV[4 + 2 * i])
  for _, lost in ipairs(redis.call('ZRANGEBYSCORE', holds, '-inf', now)) do
    local spent = string.match(lost, ':(%d+)$')
    redis.call('ZREM', holds, lost)
    redis.call('HINCRBY', counts, 'held', '-' .. spent)
    redis.call('HINCRBY', counts, second, spent)
  end
  local fields = redis.call('HGETALL', counts)
  local held, used, seconds = 0, 0, {}
  for f = 1, #fields, 2 do
    local count = tonumber(fields[f + 1])
    if fields[f] == 'held' then
      held = count
    elseif tonumber(fields[f]) < oldest then
      redis.call('HDEL', counts, fields[f])
    else
      used = used + count
      seconds[#seconds + 1] = { tonumber(fields[f]), count }
    end
  end
  local missing = amount - (limit - held - used)
  if missing > 0 and held + used > 0 then
    table.sort(seconds, function(a, b) return a[1] < b[1] end)
    local needed = tonumber(ARGV[4])
    for _, each in ipairs(seconds) do
      missing = missing - each[2]
      if missing <= 0 then
        needed = (each[1] + tonumber(ARGV[3]) + 1) * 1000 - now
        break
      end
    end
    if needed > wait then
      wait, fullest = needed, i
    end
  end
end
if wait > 0 then
  return { wait, fullest }
end
for i = 1, #KEYS / 2 do
  local amount = ARGV[4 + 2 * i]
  if tonumber(amount) > 0 then
    redis.call('HINCRBY', KEYS[2 * i - 1], 'held', amount)
    redis.call('ZADD', KEYS[2 * i], now + tonumber(ARGV[2]), ARGV[1] .. ':' .. amount)
    local keep = tonumber(ARGV[2]) + 2000 * tonumber(ARGV[3])
    redis.call('PEXPIRE', KEYS[2 * i - 1], keep)
    redis.call('PEXPIRE', KEYS[2 * i], keep)
  end
end
return { 0 }
