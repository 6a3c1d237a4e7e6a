import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'

interface Props {
  readonly label: string
  readonly button: string
  /** Saves what was typed; resolves with the sentence that is said then. */
  readonly save: () => Promise<string>
  readonly onSaved: () => void
  readonly children: ComponentChildren
}

/** A form of one line that keeps a figure and says how that went. */
export function SavedForm({ label, button, save, onSaved, children }: Props) {
  const [said, setSaid] = useState<string | ApiError>('')
  const [isSaving, setSaving] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setSaving(true)
    try {
      setSaid(await save())
      onSaved()
    } catch (cause) {
      setSaid(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
    setSaving(false)
  }
  return (
    <>
      <form class="rule-form" aria-label={label} onSubmit={(event) => void submit(event)}>
        {children}
        <button type="submit" class="button" disabled={isSaving}>
          {button}
        </button>
      </form>
      {said instanceof ApiError ? <ProblemNote error={said} /> : <p role="status">{said}</p>}
    </>
  )
}
