import { type Fault, mapFields, spoilJson } from './fault.ts'

export const otherCase: Fault = {
  name: 'other-case',
  what: 'currency, tier and status come in another case',
  answer: spoilJson((answer) =>
    mapFields(answer, (key, value) => {
      if (typeof value !== 'string') return value
      if (key === 'currency') return value.toLowerCase()
      if (key === 'tier') return value.toUpperCase()
      return key === 'status' ? value[0]!.toUpperCase() + value.slice(1).toLowerCase() : value
    }),
  ),
}
