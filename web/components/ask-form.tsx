import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props {
  readonly label: string
  readonly button: string
  /** What is done; resolves with what is then said beside the button. */
  readonly ask: () => Promise<string>
  readonly children: ComponentChildren
}

/** A form that does one thing on the server and says beside its button how it went. */
export function AskForm({ label, button, ask, children }: Props) {
  const [state, setState] = useState<'open' | 'under way' | ApiError | { readonly said: string }>('open')
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setState('under way')
    try {
      setState({ said: await ask() })
    } catch (cause) {
      setState(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <form class="rule-form" aria-label={label} onSubmit={(event) => void submit(event)}>
      {children}
      <button type="submit" class="button" disabled={state === 'under way'}>
        {button}
      </button>
      <span role="status">{typeof state === 'object' && 'said' in state ? state.said : ''}</span>
      {state instanceof ApiError && <ProblemNote error={state} />}
    </form>
  )
}
