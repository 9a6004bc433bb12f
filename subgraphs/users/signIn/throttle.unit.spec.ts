import assert from 'node:assert/strict'
import { test } from 'node:test'

import { claimAttempt, FORGOTTEN_AFTER_MS, type Attempts } from './throttle.ts'

const start = new Date('2026-11-23T00:00:00Z')
const later = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000)

/** The locks, in seconds, of attempts that all fail, each made the moment the lock before is over. */
function locksOf(count: number): number[] {
  let known: Attempts | undefined
  let now = start
  return Array.from({ length: count }, () => {
    const claim = claimAttempt(known, now)
    assert.ok(claim.allowed)
    known = claim.next
    const lock = ((claim.next.lockedUntil ?? now).getTime() - now.getTime()) / 1000
    now = later(now, lock)
    return lock
  })
}

test('locks at the fifth failure, doubles, and stops doubling at a quarter of an hour', () => {
  assert.deepEqual(locksOf(12), [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
})

test('does not look at an attempt while locked, and does not lengthen the lock for it', () => {
  const locked = { failures: 5, lastAttemptAt: start, lockedUntil: later(start, 30) }
  assert.deepEqual(claimAttempt(locked, later(start, 29)), { allowed: false, retryAfter: later(start, 30) })
  assert.equal(claimAttempt(locked, later(start, 30)).allowed, true)
})

test('forgets after a day of silence', () => {
  const known = { failures: 9, lastAttemptAt: start, lockedUntil: null }
  const failuresAt = (milliseconds: number): unknown => {
    const claim = claimAttempt(known, new Date(start.getTime() + milliseconds))
    return claim.allowed && claim.next.failures
  }
  assert.equal(failuresAt(FORGOTTEN_AFTER_MS - 1), 10)
  assert.equal(failuresAt(FORGOTTEN_AFTER_MS), 1)
})

test('keeps counting however often it has failed', () => {
  const claim = claimAttempt({ failures: 5000, lastAttemptAt: start, lockedUntil: null }, start)
  assert.ok(claim.allowed)
  assert.deepEqual(claim.next.lockedUntil, later(start, 900))
})
