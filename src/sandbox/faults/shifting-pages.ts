import { askedPage, type Fault, type JsonObject, mapLists, spoilJson, withPage } from './fault.ts'

export const shiftingPages: Fault = {
  name: 'shifting-pages',
  what: 'while the list is read something comes in on top: each later page begins with the last row of the one before',
  async answer(request, ask) {
    const page = askedPage(request)
    if (page < 2) return ask(request)
    const before = await ask(withPage(request, page - 1))
    if (!before.ok) return before
    const last: JsonObject[] = []
    mapLists((await before.json()) as JsonObject, (list) => {
      last.push(...list.slice(-1))
      return list
    })
    return spoilJson((answer) => mapLists(answer, (list) => [...last, ...list.slice(0, -1)]))(request, ask)
  },
}
