import { hashOf } from '../random.ts'
import { type Fault, spoilList } from './fault.ts'

export const shuffledRecords: Fault = {
  name: 'shuffled-records',
  what: 'the rows of a page come in no order',
  answer: spoilList((list) =>
    list
      .map((item) => ({ item, place: hashOf(JSON.stringify(item)) }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item),
  ),
}
