import { type Fault, spoilList } from './fault.ts'

export const duplicateRecords: Fault = {
  name: 'duplicate-records',
  what: 'every row comes twice',
  answer: spoilList((list) => list.flatMap((item) => [item, item])),
}
