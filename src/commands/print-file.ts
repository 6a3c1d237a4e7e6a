import type { Api } from './api.ts'
import { print } from './talk.ts'

/** An answer of the API on stdout, byte by byte. */
export async function printFile(api: Api, path: string): Promise<number> {
  const { body } = await api.get(path)
  if (body) for await (const chunk of body as ReadableStream<Uint8Array>) await print(chunk)
  return 0
}
