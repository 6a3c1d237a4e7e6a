import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { addressGuard } from '../../../src/server/notify/address-guard.ts'

describe('the guard of addresses', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    '[64:ff9b::a00:1]',
    '[2002:a00:1::]',
  ])('refuses %s', (host) => {
    expect(() => addressGuard([]).checkLiteral(host)).toThrow('is a private address; QM_PRIVATE_HOSTS can allow it.')
  })

  test.each(['8.8.8.8', '172.32.0.1', '[2606:4700::1111]', 'hooks.slack.com'])('lets %s pass', (host) => {
    expect(() => addressGuard([]).checkLiteral(host)).not.toThrow()
  })

  // A URL writes an address in one way, however it was typed.
  test.each(['http://2130706433/', 'http://0x7f.1/', 'http://127.1/', 'http://[::ffff:7f00:1]/'])(
    'is not fooled by %s',
    (address) => {
      expect(() => addressGuard([]).checkLiteral(new URL(address).hostname)).toThrow('private')
    },
  )

  test('lets through what was allowed: an address, a network, a name', async () => {
    expect(() => addressGuard(['10.0.0.0/8']).checkLiteral('10.9.9.9')).not.toThrow()
    expect(() => addressGuard(['10.0.0.0/8']).checkLiteral('192.168.0.1')).toThrow('private')
    expect(() => addressGuard(['::1']).checkLiteral('[::1]')).not.toThrow()
    await expect(resolve([])).rejects.toThrow(/^localhost \((127\.0\.0\.1|::1)\) is a private address/)
    await expect(resolve(['LocalHost'])).resolves.toMatch(/^(127\.0\.0\.1|::1)$/)
  })

  const resolve = (allowed: readonly string[]) =>
    promisify<string, object, string>((host, options, done) =>
      addressGuard(allowed).lookup(host, options, (error, address) => done(error, address as string)),
    )('localhost', {})
})
