/** What jsonb cannot hold: the NUL character, and halves of a character. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

/** A value as the text of a jsonb; what a jsonb cannot hold of a text becomes the sign for it, U+FFFD. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!UNSTORABLE.test(text)) return text
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\uFFFD') : part,
  )
}
