const NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/**
 * Parses a body. Bare NaN and Infinity, which some servers write and JSON does not know, become strings: the field that
 * holds one is refused by its schema while the rest of the answer is read. Throws a SyntaxError that says what came.
 */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    const start = body.trimStart()
    if (start === '') throw new SyntaxError('an empty body', { cause: error })
    if (start.startsWith('<')) throw new SyntaxError('a page of HTML or XML, not JSON', { cause: error })
    try {
      return JSON.parse(body.replace(NOT_A_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)))
    } catch {
      throw new SyntaxError(`JSON that breaks off or is malformed (${body.length} characters)`, { cause: error })
    }
  }
}
