import { createScript } from '@agora/redis/script.ts'

/**
 * Keys: entries, then tags. Values: how many entries, a text that nobody else has, milliseconds. Answers each entry and each tag's token, null where there is none. A tag without
 * a token is given one; where Redis is full it stays without.
 */
export const readScript = createScript<(string | null)[]>(`
local entries = tonumber(ARGV[1])
local found = {}
for from = 1, #KEYS, 1000 do
  local slice = redis.call('MGET', unpack(KEYS, from, math.min(from + 999, #KEYS)))
  for at = 1, #slice do found[from + at - 1] = slice[at] end
end
for at = entries + 1, #KEYS do
  if not found[at] then
    local token = ARGV[2] .. at
    if not redis.pcall('SET', KEYS[at], token, 'PX', ARGV[3])['err'] then found[at] = token end
  end
end
return found
`)

/** Keys: entries, then the tags they hang on. Values: how many entries, their milliseconds, those of a token, the entries. A token outlives whatever bears it. */
export const writeScript = createScript<null>(`
local entries = tonumber(ARGV[1])
for at = 1, entries do redis.call('SET', KEYS[at], ARGV[at + 3], 'PX', ARGV[2]) end
for at = entries + 1, #KEYS do redis.call('PEXPIRE', KEYS[at], ARGV[3], 'GT') end
return false
`)
