import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props<T> {
  readonly summary: string
  readonly class?: string
  /** Asked each time it is opened, so that it is as new as the click. */
  readonly load: () => Promise<T>
  readonly children: (value: T) => ComponentChildren
}

/** What few readers open is loaded when they do. */
export function LazyDetails<T>({ summary, class: className, load, children }: Props<T>) {
  const [value, setValue] = useState<{ readonly loaded: T } | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const read = () => {
    setError(null)
    load().then(
      (loaded) => setValue({ loaded }),
      (cause: unknown) => setError(cause instanceof ApiError ? cause : new ApiError(String(cause))),
    )
  }
  return (
    <details
      class={className}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) read()
      }}
    >
      <summary>{summary}</summary>
      {error && <ProblemNote error={error} />}
      {value ? children(value.loaded) : !error && <p class="muted">Reading</p>}
    </details>
  )
}
