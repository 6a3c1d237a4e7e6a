import { useId } from 'preact/hooks'
import { DIMENSION_LABELS, DIMENSIONS } from '../../assignment-words.ts'
import type { Assignments, Part } from '../../books-api.ts'

interface Props {
  readonly parts: readonly Part[]
  /** To choose from; others can be typed. */
  readonly values: Assignments['values']
  readonly onParts: (parts: readonly Part[]) => void
}

export const EMPTY_PART: Part = { project: null, owner: null, cost_center: null, share: '1' }

/** Whose it is: one line, or several that share it. What is left empty is left to the rules. */
export function PartsInput({ parts, values, onParts }: Props) {
  const lists = useId()
  const set = (i: number, change: Partial<Part>) => onParts(parts.with(i, { ...parts[i]!, ...change }))
  return (
    <>
      {parts.map((part, i) => (
        <fieldset key={i}>
          <legend class={parts.length === 1 ? 'visually-hidden' : undefined}>
            {parts.length === 1 ? 'Whose it is' : `Part ${i + 1}`}
          </legend>
          <div class="books-fields">
            {DIMENSIONS.map((dimension) => (
              <label key={dimension}>
                <span>{DIMENSION_LABELS[dimension]}</span>
                <input
                  type="text"
                  maxLength={200}
                  value={part[dimension] ?? ''}
                  list={`${lists}-${dimension}`}
                  onInput={({ currentTarget }) => set(i, { [dimension]: currentTarget.value.trim() || null })}
                />
              </label>
            ))}
            {parts.length > 1 && (
              <>
                <label>
                  <span>Share</span>
                  <input
                    type="text"
                    inputMode="decimal"
                    value={part.share}
                    onInput={({ currentTarget }) => set(i, { share: currentTarget.value.trim() })}
                  />
                </label>
                <button type="button" class="button quiet" onClick={() => onParts(parts.toSpliced(i, 1))}>
                  Take out part {i + 1}
                </button>
              </>
            )}
          </div>
        </fieldset>
      ))}
      <div class="actions">
        <button type="button" class="button quiet" onClick={() => onParts([...parts, EMPTY_PART])}>
          {parts.length === 1 ? 'Share it between several' : 'One part more'}
        </button>
      </div>
      {DIMENSIONS.map((dimension) => (
        <datalist id={`${lists}-${dimension}`} key={dimension}>
          {values[dimension].map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ))}
    </>
  )
}
