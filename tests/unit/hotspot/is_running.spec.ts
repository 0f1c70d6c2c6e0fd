import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'

const NOW = DateTime.fromISO('2026-11-22T12:00:00Z', { zone: 'utc' })

function anActivation(terms: Partial<Activation>): Activation {
  return new Activation().fill({
    status: 'running',
    octetsLimit: octets(1000),
    octetsUsed: octets(0),
    expiresAt: NOW.plus({ hours: 1 }),
    ...terms,
  })
}

test.group('Whether an activation runs', () => {
  test('{what}: {runs}')
    .with([
      { what: 'with time and data left', terms: {}, runs: true },
      { what: 'with its last octet left', terms: { octetsUsed: octets(999) }, runs: true },
      {
        what: 'with unlimited data',
        terms: { octetsLimit: null, octetsUsed: octets(2n ** 40n) },
        runs: true,
      },
      {
        what: 'a second before its end',
        terms: { expiresAt: NOW.plus({ seconds: 1 }) },
        runs: true,
      },
      { what: 'at its end, not yet swept', terms: { expiresAt: NOW }, runs: false },
      { what: 'used up, not yet swept', terms: { octetsUsed: octets(1000) }, runs: false },
      { what: 'suspended', terms: { status: 'suspended' as const }, runs: false },
      { what: 'replaced', terms: { status: 'replaced' as const }, runs: false },
      { what: 'ended', terms: { status: 'ended' as const }, runs: false },
    ])
    .run(({ assert }, { terms, runs }) => {
      assert.equal(anActivation(terms).isRunning(NOW), runs)
    })
})
