import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { apiAddress } from '../../src/commands/connection.ts'
import { readConfig, settings, SettingsError } from '../../src/config.ts'

const root = mkdtempSync(join(tmpdir(), 'qm-config-'))
afterAll(() => rmSync(root, { recursive: true }))
const folder = () => mkdtempSync(join(root, 'case-'))

describe('readConfig', () => {
  it('needs no setting at all', () => {
    const config = readConfig({}, folder())
    expect(config.barrack).toMatchObject({ url: 'https://barrack.ai', apiKey: null, auth: null, maxPerMinute: 300 })
    expect(config.server).toEqual({ host: '127.0.0.1', port: 3000, names: [] })
    expect(config).toMatchObject({ zone: 'UTC', zoneGiven: false, now: null })
  })

  it('takes an empty value for no value', () => {
    expect(readConfig({ BARRACK_API_KEY: '', PORT: ' ' }, folder())).toMatchObject({
      barrack: { apiKey: null },
      server: { port: 3000 },
    })
  })

  it.each([
    ['PORT', 'abc', "PORT is 'abc'; allowed: a whole number from 0 to 65535; 0 takes any free one."],
    ['PORT', '70000', "PORT is '70000'; allowed: a whole number from 0 to 65535; 0 takes any free one."],
    ['HOST', '0.0.0.0', "HOST is '0.0.0.0'; allowed: 127.0.0.1, localhost or ::1."],
    ['TZ_ACCOUNT', 'Mars/Base', "TZ_ACCOUNT is 'Mars/Base'; allowed: an IANA time zone, such as Europe/Oslo."],
    ['QM_NOW', 'yesterday', "QM_NOW is 'yesterday'; allowed: an instant with zone, such as 2026-03-01T12:00:00Z."],
    ['QM_NOW', '2026-03-01T12:00:00', /^QM_NOW is '2026-03-01T12:00:00'; allowed: an instant with zone/],
    ['BARRACK_URL', 'barrack.ai', "BARRACK_URL is 'barrack.ai'; allowed: an http or https address."],
    ['DATABASE_URL', 'mysql://a', /^DATABASE_URL is not usable \(its value is not shown\); allowed: postgres:/],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL is 'loud'; allowed: trace, debug/],
    [
      'QM_PRIVATE_HOSTS',
      '10.0.0.0/40',
      "QM_PRIVATE_HOSTS is '10.0.0.0/40'; allowed: host names, addresses and networks (10.0.0.0/8), separated by commas.",
    ],
    [
      'BARRACK_READ_EVERY',
      'balance=5s',
      /^BARRACK_READ_EVERY is 'balance=5s'; allowed: .* 'balance=5s' names none of balance, /,
    ],
    ['BARRACK_READ_EVERY', 'prices=6h', /'prices=6h' names none of balance, .*pricing/],
    ['BARRACK_READ_EVERY', 'pricing=8d', /'pricing=8d' is not from 1m to 7d\.$/],
    [
      'BARRACK_MAX_PER_MINUTE',
      '5',
      /^BARRACK_READ_EVERY takes at least 0\.71 requests a minute, and a tenth of BARRACK_MAX_PER_MINUTE=5 is 0\.5: read less often/,
    ],
    ['GB_PER_TB', '1000.5', "GB_PER_TB is '1000.5'; allowed: 1000 or 1024."],
  ])('says what is wrong with %s=%s', (name, value, message) => {
    expect(() => readConfig({ [name]: value }, folder())).toThrow(SettingsError)
    expect(() => readConfig({ [name]: value }, folder())).toThrow(message)
  })

  it('takes intervals of single sources, the others as usual', () => {
    const { intervals } = readConfig({ BARRACK_READ_EVERY: 'pricing=1h, gpu-stocks = 10m' }, folder()).barrack
    expect(intervals).toMatchObject({ pricing: 3_600_000, 'gpu-stocks': 600_000, balance: 300_000, images: 86_400_000 })
  })

  it('never repeats a key', () => {
    expect(() => readConfig({ BARRACK_API_KEY: 'sec ret' }, folder())).toThrow(/^(?!.*sec ret)/s)
  })

  it('reads .env, over which the environment wins', () => {
    const here = folder()
    writeFileSync(join(here, '.env'), 'PORT=4000\nTZ_ACCOUNT=Asia/Kolkata\n')
    expect(readConfig({ PORT: '5000' }, here)).toMatchObject({ server: { port: 5000 }, zone: 'Asia/Kolkata' })
  })

  it('reads the endpoint map and says what is wrong with it', () => {
    const here = folder()
    writeFileSync(join(here, 'map.json'), '{"balance": "/api/credit/"}')
    expect(readConfig({ BARRACK_ENDPOINTS: 'map.json' }, here).barrack.endpoints).toEqual({ balance: '/api/credit/' })
    writeFileSync(join(here, 'map.json'), '{"balance": "credit"}')
    expect(() => readConfig({ BARRACK_ENDPOINTS: 'map.json' }, here)).toThrow(/begin with a slash|a path begins/)
  })

  it('reads where messages may go', () => {
    const { notify } = readConfig(
      { QM_PRIVATE_HOSTS: 'hooks, 10.0.0.0/8,fd00::/8', QM_BASE_URL: 'https://qm/' },
      folder(),
    )
    expect(notify).toMatchObject({ privateHosts: ['hooks', '10.0.0.0/8', 'fd00::/8'], baseUrl: 'https://qm' })
  })

  it('does not limit the rate against a loopback address', () => {
    const config = readConfig({ BARRACK_URL: 'http://127.0.0.1:4010/' }, folder())
    expect(apiAddress(config, null)).toMatchObject({ baseUrl: 'http://127.0.0.1:4010', maxPerMinute: null })
    expect(apiAddress(readConfig({}, folder()), null)).toMatchObject({ maxPerMinute: 300 })
  })

  it('takes how the key is sent from the settings, else from the map', () => {
    const here = folder()
    writeFileSync(join(here, 'map.json'), '{"auth": {"header": "X-API-Key", "scheme": ""}}')
    const auth = (of: NodeJS.ProcessEnv) =>
      apiAddress(readConfig({ BARRACK_ENDPOINTS: 'map.json', ...of }, here), null).auth
    expect(auth({})).toEqual({ header: 'X-API-Key', scheme: '' })
    expect(auth({ BARRACK_AUTH_HEADER: 'api_key', BARRACK_AUTH_SCHEME: 'none' })).toEqual({
      header: 'api_key',
      scheme: '',
    })
    expect(apiAddress(readConfig({}, folder()), null).auth).toEqual({ header: 'Authorization', scheme: 'Bearer' })
  })

  it('finds the keys of added accounts in variables of their own, and nowhere else', () => {
    const config = readConfig({ BARRACK_API_KEY_LAB: 'sk-1', BARRACK_API_KEY_ODD: 'sk 2' }, folder())
    expect(config.keyIn('BARRACK_API_KEY_LAB')).toBe('sk-1')
    expect(config.keyIn('BARRACK_API_KEY_NONE')).toBeNull()
    expect(() => config.keyIn('HOME')).toThrow(SettingsError)
    expect(() => config.keyIn('BARRACK_API_KEY_ODD')).toThrow(/^(?!.*sk 2)BARRACK_API_KEY_ODD/s)
  })
})

describe('README', () => {
  it('has every setting with its default in its table', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    for (const [name, setting] of Object.entries(settings)) {
      const fallback = setting.fallback ? `\`${setting.fallback}\`` : '-'
      expect(readme, name).toContain(`| \`${name}\` | ${fallback} |`)
    }
  })
})
