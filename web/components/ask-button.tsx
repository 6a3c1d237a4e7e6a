import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'

interface Props {
  /** What is done; resolves with what is then said beside the button. */
  readonly ask: () => Promise<string>
  /** Asked before it is done, where it cannot be undone. */
  readonly sure?: string
  readonly isQuiet?: boolean
  readonly isDisabled?: boolean
  readonly children: ComponentChildren
}

/** A button that does one thing on the server and says beside itself how it went. */
export function AskButton({ ask, sure, isQuiet, isDisabled = false, children }: Props) {
  const [state, setState] = useState<'ready' | 'asked' | 'under way'>('ready')
  const [said, setSaid] = useState<string | ApiError>('')
  const run = async () => {
    setState('under way')
    setSaid('')
    try {
      setSaid(await ask())
    } catch (cause) {
      setSaid(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
    setState('ready')
  }
  return (
    <span class="ask">
      {sure !== undefined && state === 'asked' ? (
        <>
          <span>{sure}</span>
          <button type="button" class="button quiet" onClick={() => void run()}>
            Yes
          </button>
          <button type="button" class="button quiet" onClick={() => setState('ready')}>
            No
          </button>
        </>
      ) : (
        <button
          type="button"
          class={`button${isQuiet ? ' quiet' : ''}`}
          disabled={isDisabled || state === 'under way'}
          onClick={() => (sure === undefined ? void run() : setState('asked'))}
        >
          {children}
        </button>
      )}
      <span role="status" class={said instanceof ApiError ? 'act' : 'muted'}>
        {said instanceof ApiError ? said.message : said}
      </span>
    </span>
  )
}
