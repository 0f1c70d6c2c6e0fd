import { test } from '@japa/runner'
import { formatSeconds } from '#core/duration'

test.group('Durations', () => {
  test('{seconds} s is {shown} in {locale}')
    .with([
      { seconds: 0, locale: 'en', shown: '0 seconds' },
      { seconds: 30.9, locale: 'en', shown: '30 seconds' },
      { seconds: 60, locale: 'en', shown: '1 minute' },
      { seconds: 300, locale: 'en', shown: '5 minutes' },
      { seconds: 3600, locale: 'en', shown: '1 hour' },
      { seconds: 5400, locale: 'en', shown: '1 hour 30 minutes' },
      { seconds: 86_400 + 4 * 3600 + 59, locale: 'en', shown: '1 day 4 hours' },
      { seconds: 86_400 + 59 * 60, locale: 'en', shown: '1 day 59 minutes' },
      { seconds: 30 * 86_400, locale: 'en', shown: '30 days' },
      { seconds: -5, locale: 'en', shown: '0 seconds' },
      { seconds: 300, locale: 'bn', shown: '৫ মিনিট' },
    ])
    .run(({ assert }, { seconds, locale, shown }) => {
      assert.equal(formatSeconds(seconds, locale), shown)
    })
})
