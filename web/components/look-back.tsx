import { useState } from 'preact/hooks'
import { asOfInstant, asOfParam, canLookBack, fromField, toField } from '../as-of.ts'
import { momentText } from '../format.ts'
import { setParams } from '../router.ts'
import type { Instant } from '../zone-time.ts'

interface Props {
  readonly zone: string
  readonly now: Instant
}

/** In the top bar: the choice of an earlier moment. */
export function LookBack({ zone, now }: Props) {
  const chosen = asOfInstant(asOfParam.value, zone)
  const [text, setText] = useState(toField(chosen ?? now, zone))
  const asOf = fromField(text, zone)
  return (
    <details class="look-back">
      <summary>Look back</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.currentTarget.closest('details')?.removeAttribute('open')
          setParams({ asOf })
        }}
      >
        <label>
          <span>What was known then ({zone})</span>
          <input
            type="datetime-local"
            value={text}
            max={toField(now, zone)}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="button" disabled={asOf === null}>
          Show
        </button>
      </form>
    </details>
  )
}

/** Over every page while an earlier moment is looked at, so that nobody takes its figures for those of now. */
export function LookBackBar({ zone, now, path }: Props & { readonly path: string }) {
  const at = asOfInstant(asOfParam.value, zone)
  if (at === null) return null
  return (
    <aside class="demo-bar" aria-label="Looking back">
      <p>
        <strong>What was known {momentText(at, zone, now)}</strong> ({zone}).{' '}
        {canLookBack(path)
          ? 'Bills, prices and machines are those of that moment, whatever became known since.'
          : 'This page knows the present only.'}
      </p>
      <button type="button" class="button" onClick={() => setParams({ asOf: null })}>
        Back to now
      </button>
    </aside>
  )
}
