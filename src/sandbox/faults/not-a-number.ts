import { type Fault, isChosen, spoilList } from './fault.ts'

const FIELDS = ['total_cost', 'price_per_hour', 'size_gb', 'cost']

export const notANumber: Fault = {
  name: 'not-a-number',
  what: 'one row in five says "NaN" where an amount or a size belongs',
  answer: spoilList((list) =>
    list.map((item) => {
      const field = FIELDS.find((name) => name in item)
      return field !== undefined && isChosen(item) ? { ...item, [field]: 'NaN' } : item
    }),
  ),
}
