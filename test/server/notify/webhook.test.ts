import { expect, test } from 'vitest'
import { isSecret, newSecret, signature } from '../../../src/server/notify/webhook.ts'
import { shownTarget, wrongTarget } from '../../../src/server/notify/target.ts'

test('signs as Standard Webhooks says; the example is that of its own libraries', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  expect(signature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}')).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
})

test('makes keys that differ and have the form', () => {
  expect(newSecret()).not.toBe(newSecret())
  expect(isSecret(newSecret())).toBe(true)
  expect(isSecret('whsec_short')).toBe(false)
  expect(isSecret('another')).toBe(false)
})

test('shows of a target what is no secret', () => {
  expect(shownTarget('slack', 'https://hooks.slack.com/services/T0/B0/abcdWXYZ')).toBe('https://hooks.slack.com/…WXYZ')
  expect(shownTarget('webhook', 'https://example.com/a?token=1')).toBe('https://example.com/a?…')
  expect(shownTarget('mail', 'a@b.example')).toBe('a@b.example')
})

test.each([
  ['webhook', 'ftp://example.com', 'an http or https address'],
  ['slack', 'hooks.slack.com', 'an http or https address'],
  ['mail', 'a@b.example, nobody', 'mail addresses, separated by commas'],
  ['mail', 'a@b.example\r\nbcc: c@d.example', 'mail addresses, separated by commas'],
] as const)('says what is wrong with %s to %s', (kind, target, wrong) => {
  expect(wrongTarget(kind, target)).toBe(wrong)
})

test.each([
  ['webhook', 'http://10.0.0.1/x'],
  ['mail', 'a@b.example, c@d.example'],
] as const)('takes %s to %s', (kind, target) => {
  expect(wrongTarget(kind, target)).toBeNull()
})
