/** The class of the session locks by which runners show that they live. */
export const RUNNER_LOCK = 77_001

/** The runners that live: their lease runs, and the server sees the session that holds their lock. */
export const ALIVE_RUNNERS = `
select r.owner from checkout_runners r
 where r.until > now()
   and exists (select from pg_locks l
                where l.locktype = 'advisory' and l.classid = ${RUNNER_LOCK} and l.objid = r.lock_key::oid and l.objsubid = 2 and l.granted
                  and l.database = (select oid from pg_database where datname = current_database()))`

/** Prolongs a runner's lease by so many milliseconds, from now on by the clock of the database. */
export const LEASE = `
insert into checkout_runners (owner, lock_key, until) values ($1, $2, now() + $3 * interval '1 ms')
on conflict (owner) do update set until = excluded.until, lock_key = excluded.lock_key`

/** Forgets runners that have been dead for a day. */
export const BURY = `delete from checkout_runners where until < now() - interval '1 day'`
