import { expect, test } from 'vitest'
import { causeText, changeText, readingText, skuText } from '../../web/price-words.ts'

test.each([
  ['gpu/legacy/RTX-A6000', 'RTX-A6000, legacy'],
  ['gpu/unknown/unknown', 'GPU not known, unknown'],
  ['volume/advanced/NVMe', 'NVMe volume, advanced'],
  ['volume/advanced/unknown', 'Volume of a type not known, advanced'],
  ['snapshot/legacy', 'Snapshot, legacy'],
  ['hibernated', 'Hibernated machine'],
  ['ai/org/model-7b/output', 'org/model-7b, tokens out'],
  ['something else', 'something else'],
])('%s is %s', (sku, text) => expect(skuText(sku)).toBe(text))

test.each([
  [0.0312, '3.1 % dearer'],
  [-0.1, '10 % cheaper'],
  [0.0001, 'the same'],
  [0, 'the same'],
  [null, 'was free'],
])('a change of %s is %s', (change, text) => expect(changeText(change)).toBe(text))

test('a bill without a cause agrees; a cause without words is said as it is', () => {
  expect(causeText(null)).toBe('agrees')
  expect(causeText('a new one')).toBe('a new one')
})

test('the size of a TB is a reading with its unit', () => expect(readingText('gbPerTb', '1024')).toBe('1024 GB'))
