import { describe, expect, test } from 'vitest'
import { bondOf, openKey, sealKey, SealError } from '../../src/db/sealed-key.ts'

const SECRET = 'a secret that is long enough'
const BOND = bondOf('lab', 'https://barrack.ai/some/path')

describe('a sealed key', () => {
  test('opens with its secret, at any path of its host, and never looks the same twice', async () => {
    const [one, two] = [await sealKey('sk-12345', SECRET, BOND), await sealKey('sk-12345', SECRET, BOND)]
    expect(one).not.toBe(two)
    expect(one).not.toContain('sk-12345')
    expect(await openKey(one, SECRET, bondOf('lab', 'https://barrack.ai'))).toBe('sk-12345')
    expect(await openKey(two, SECRET, BOND)).toBe('sk-12345')
  })

  test.each([
    ['another secret', `${SECRET}.`, BOND],
    ['another account', SECRET, bondOf('branch', 'https://barrack.ai')],
    ['another host', SECRET, bondOf('lab', 'https://barrack.example')],
    ['the same host without encryption', SECRET, bondOf('lab', 'http://barrack.ai')],
  ])('does not open with %s', async (_, secret, bond) => {
    await expect(openKey(await sealKey('sk-12345', SECRET, BOND), secret, bond)).rejects.toThrow(SealError)
  })

  test('does not open when a part of it was changed', async () => {
    const parts = (await sealKey('sk-12345', SECRET, BOND)).split('.')
    for (const at of parts.keys()) {
      const part = parts[at]!
      const changed = parts.with(at, (part.startsWith('A') ? 'B' : 'A') + part.slice(1)).join('.')
      await expect(openKey(changed, SECRET, BOND)).rejects.toThrow(SealError)
    }
    await expect(openKey('sk-12345', SECRET, BOND)).rejects.toThrow(SealError)
    await expect(openKey(parts.with(3, '').join('.'), SECRET, BOND)).rejects.toThrow(SealError)
  })
})
