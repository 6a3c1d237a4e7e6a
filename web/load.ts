import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiError } from './api.ts'
import { asOfShown } from './as-of.ts'
import { accountSlug } from './router.ts'

/** What a page has of an answer: the last value stays on screen, dimmed, while the next one is on its way. */
export interface Loaded<T> {
  readonly value: T | null
  readonly isLoading: boolean
  readonly error: ApiError | null
}

const NOTHING = { value: null, error: null }
const cache = new Map<string, unknown>()
const CACHED_ANSWERS = 40

/**
 * Loads when `question` changes (all that the answer depends on beside the account and the moment looked back to, which it
 * is always about) and again every `refreshMs` while the page is looked at. What was loaded before to the same question shows at once.
 */
export function useLoad<T>(question: string, load: () => Promise<T>, refreshMs?: number): Loaded<T> {
  const account = `${accountSlug.value ?? ''} ${asOfShown.value ?? ''}`
  const key = `${account} ${question}`
  const [state, setState] = useState<Loaded<T> & { readonly account: string }>(() => ({
    account,
    value: (cache.get(key) as T | undefined) ?? null,
    isLoading: true,
    error: null,
  }))
  const loadNow = useRef(load)
  loadNow.current = load

  useEffect(() => {
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const run = async () => {
      clearTimeout(timer)
      const cached = cache.get(key) as T | undefined
      setState((before) => {
        // Nobody is shown another account's figures under the name of this one.
        const { value, error } = before.account === account ? before : NOTHING
        return { account, value: cached ?? value, isLoading: true, error }
      })
      try {
        const value = await loadNow.current()
        if (!isCurrent) return
        remember(key, value)
        setState({ account, value, isLoading: false, error: null })
      } catch (cause) {
        if (!isCurrent) return
        const error = cause instanceof ApiError ? cause : new ApiError(String(cause))
        setState((before) => ({ account, value: before.value, isLoading: false, error }))
      }
      if (refreshMs !== undefined) timer = setTimeout(() => void whenLookedAt(), refreshMs)
    }
    const whenLookedAt = async () => {
      if (document.visibilityState === 'visible') await run()
    }
    const onReturn = () => {
      if (refreshMs !== undefined) void whenLookedAt()
    }
    document.addEventListener('visibilitychange', onReturn)
    void run()
    return () => {
      isCurrent = false
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onReturn)
    }
  }, [key, refreshMs])

  return state.account === account ? state : { ...NOTHING, isLoading: true }
}

function remember(key: string, value: unknown): void {
  cache.delete(key)
  cache.set(key, value)
  const oldest = cache.keys().next().value
  if (cache.size > CACHED_ANSWERS && oldest !== undefined) cache.delete(oldest)
}
