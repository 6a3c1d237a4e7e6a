import { describe, expect, it } from 'vitest'
import { textTable } from '../../src/commands/table.ts'

describe('a table for the eyes', () => {
  it('has columns as wide as their widest cell', () => {
    const rows = [
      ['a', '12'],
      ['bb', '3'],
    ]
    expect(textTable(['name', 'n'], rows, Infinity)).toBe('name  n\na     12\nbb    3\n')
  })

  it('folds its widest column where the terminal is narrower', () => {
    const why = 'shut off, its GPUs held and billed in full'
    expect(textTable(['a month', 'why', 'machine'], [['321.42 EUR', why, 'legacy']], 40)).toBe(
      [
        'a month     why                  machine',
        '321.42 EUR  shut off, its GPUs   legacy',
        '            held and billed in',
        '            full',
        '',
      ].join('\n'),
    )
  })

  it('folds a name without spaces, and gives up where nothing is left to fold', () => {
    const lines = textTable(['name', 'n'], [['x'.repeat(100), '1']], 10).split('\n')
    expect(lines[1]).toBe(`${'x'.repeat(14)}  1`)
    expect(
      lines
        .filter((line) => line.startsWith('x'))
        .join('')
        .replace('  1', ''),
    ).toBe('x'.repeat(100))
  })

  it('keeps a row in its line whatever a name holds', () => {
    const name = 'a\r\nb\u001b[31m\u202ec'
    expect(textTable(['name', 'n'], [[name, '1']], Infinity)).toBe('name        n\na b [31m c  1\n')
  })
})
