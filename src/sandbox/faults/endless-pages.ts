import { askedPage, type Fault, type JsonObject, spoilJson, withPage } from './fault.ts'

export const endlessPages: Fault = {
  name: 'endless-pages',
  what: 'every page is the first one again and says that another follows',
  answer: (request, ask) =>
    spoilJson((answer) => {
      const page = askedPage(request)
      const grown = (figures: JsonObject): JsonObject => ({ ...figures, page, total_pages: page + 1 })
      if ('total_pages' in answer) return grown(answer)
      const { pagination } = answer
      if (typeof pagination !== 'object' || pagination === null || Array.isArray(pagination)) return answer
      return { ...answer, pagination: grown(pagination) }
    })(withPage(request, 1), ask),
}
