import { type Fault, isChosen, spoilList } from './fault.ts'

const MINUTES = 60

export const backwards: Fault = {
  name: 'backwards',
  what: 'one open record in five has an hour less than it had',
  answer: spoilList((list) =>
    list.map((item) => {
      const { total_duration_minutes: minutes, total_cost: cost, end_time } = item
      if (end_time !== null || typeof minutes !== 'number' || typeof cost !== 'number' || !isChosen(item)) return item
      const left = Math.max(0, minutes - MINUTES)
      const share = minutes === 0 ? 0 : left / minutes
      return { ...item, total_duration_minutes: left, total_cost: Math.round(cost * share * 10_000) / 10_000 }
    }),
  ),
}
