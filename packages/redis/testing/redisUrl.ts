const given = process.env['TEST_REDIS_URL'] ?? ''

/** The Redis of this run, which specs share: each takes keys of its own. Empty when the machine has none. */
export const redisUrl = given

/** Why a test that needs Redis is skipped; false where it is not. */
export const noRedis: string | false =
  given === '' ? 'there is no Redis on this machine: install redis-server (Debian: redis-server), or set TEST_REDIS_URL' : false
