import { type Fault, isChosen, spoilList } from './fault.ts'

export const unknownWords: Fault = {
  name: 'unknown-words',
  what: 'one row in five has a status, a region or a GPU that nobody has heard of',
  answer: spoilList((list) =>
    list.map((item) => {
      if (!isChosen(item)) return item
      const words = { status: 'SUSPENDED', region: 'MOON-1', gpu_model: 'X900-1TB', gpu_type: 'X900-1TB' }
      return { ...item, ...Object.fromEntries(Object.entries(words).filter(([key]) => key in item)) }
    }),
  ),
}
