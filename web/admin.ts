import { signal } from '@preact/signals'
import type { ProblemDto } from '../src/server/app.ts'

interface Asked {
  /** Whether a token was shown and was not the one. */
  readonly wasWrong: boolean
  /** The token, or null where nobody has it. */
  readonly answer: (token: string | null) => void
}

/** Kept for as long as the page is open, and nowhere else. */
let shown: string | null = null

/** The question for the admin's token that is open now. */
export const askedAdmin = signal<Asked | null>(null)

/**
 * Sends a request; where the server asks for the admin's token, asks the person and sends it again, until it is right or
 * nobody has it.
 */
export async function sendAsAdmin(input: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if ((init.method ?? 'GET') === 'GET') return fetch(input, init)
  for (let wasWrong = false; ; wasWrong = true) {
    if (shown !== null) headers.set('authorization', `Bearer ${shown}`)
    const response = await fetch(input, { ...init, headers })
    if (response.status !== 401 || !(await asksForAdmin(response.clone()))) return response
    const token = await new Promise<string | null>((answer) => {
      askedAdmin.value = { wasWrong, answer }
    })
    askedAdmin.value = null
    if (token === null) return response
    shown = token
  }
}

async function asksForAdmin(response: Response): Promise<boolean> {
  const problem = (await response.json().catch(() => null)) as ProblemDto | null
  return problem?.asks === 'admin-token'
}
