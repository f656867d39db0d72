-- A call is over: what it reserved is given back, and what it used counts from now on.
-- KEYS as for reserving. ARGV: id, milliseconds that counts are kept; then per limit: amount reserved, amount used.
local second = redis.call('TIME')[1]
for i = 1, #KEYS / 2 do
  local counts, holds = KEYS[2 * i - 1], KEYS[2 * i]
  local reserved, used = ARGV[1 + 2 * i], ARGV[2 + 2 * i]
  local held = tonumber(reserved) == 0 or redis.call('ZREM', holds, ARGV[1] .. ':' .. reserved) == 1
  if held and tonumber(reserved) > 0 then
    redis.call('HINCRBY', counts, 'held', '-' .. reserved)
  end
  if held and tonumber(used) > 0 then
    redis.call('HINCRBY', counts, second, used)
    if redis.call('PTTL', counts) < tonumber(ARGV[2]) then
      redis.call('PEXPIRE', counts, ARGV[2])
    end
  end
end
return 1
