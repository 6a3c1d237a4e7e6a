import { type Fault, mapFields, spoilJson } from './fault.ts'

const FIGURES = /^(page|limit|total|total_pages)$/

export const numbersAsText: Fault = {
  name: 'numbers-as-text',
  what: 'amounts, rates and sizes come as strings',
  answer: spoilJson((answer) =>
    mapFields(answer, (key, value) => (typeof value === 'number' && !FIGURES.test(key) ? String(value) : value)),
  ),
}
