import { test } from '@japa/runner'
import { secondsToNextInquiry } from '#payments/refunds/refund_schedule'

test.group('When a gateway is asked again about a refund', () => {
  test('soon at first, then daily for a month, and then no more', ({ assert }) => {
    const gaps: number[] = []
    for (let seconds = secondsToNextInquiry(0); seconds !== null;) {
      gaps.push(seconds)
      seconds = secondsToNextInquiry(gaps.length)
    }
    assert.isAtMost(gaps[0] ?? Infinity, 60)
    for (const [index, gap] of gaps.entries()) assert.isAtLeast(gap, gaps[index - 1] ?? 0)
    const days = gaps.reduce((sum, gap) => sum + gap, 0) / 86_400
    assert.isAbove(days, 30)
    assert.isBelow(days, 32)
  })
})
