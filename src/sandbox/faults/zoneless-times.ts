import { type Fault, mapFields, spoilJson } from './fault.ts'

export const zonelessTimes: Fault = {
  name: 'zoneless-times',
  what: 'times come without a zone',
  answer: spoilJson((answer) =>
    mapFields(answer, (_key, value) =>
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(value) ? value.slice(0, -1) : value,
    ),
  ),
}
