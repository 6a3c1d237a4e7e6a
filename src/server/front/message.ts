import type { HealthNews } from '../services/health.ts'

/** A request as it goes to the thread that has the store; its body is whole, for none of ours is large. */
export interface AskedRequest {
  readonly url: string
  readonly method: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: ArrayBuffer | null
}

/** From the front to the thread that has the store. */
export type FrontAsks =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'unable'; readonly error: string }
  | { readonly kind: 'notice'; readonly sentence: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'health' }
  | { readonly kind: 'request'; readonly id: number; readonly request: AskedRequest }
  /** The next piece of an answer's body is wanted: nothing is sent ahead of a reader who takes his time. */
  | { readonly kind: 'more'; readonly id: number }
  /** Nobody reads the answer any more. */
  | { readonly kind: 'enough'; readonly id: number }

/** Back again. */
export type FrontHears =
  | { readonly kind: 'health'; readonly news: HealthNews }
  | {
      readonly kind: 'head'
      readonly id: number
      readonly status: number
      readonly headers: readonly (readonly [string, string])[]
      readonly hasBody: boolean
    }
  | { readonly kind: 'piece'; readonly id: number; readonly piece: Uint8Array }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'broken'; readonly id: number; readonly error: string }
  | { readonly kind: 'close' }

/** What the front is started with. */
export interface FrontOptions {
  readonly host: string
  readonly port: number
  readonly names: readonly string[]
  readonly store: 'pglite' | 'postgres'
  readonly version: string
}
