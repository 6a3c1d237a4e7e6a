import type { Meta } from '../api.ts'
import { DIMENSION_LABELS, DIMENSIONS, NOT_ASSIGNED } from '../assignment-words.ts'
import { hasParties, isEverybody, type Parties } from '../filters.ts'
import { setParams } from '../router.ts'
import { Icon } from './icon.tsx'

interface Props {
  readonly meta: Meta
  readonly parties: Parties
}

/** Whose is looked at: one choice for all dimensions, and what is chosen as a button that takes it out again. */
export function PartyChoice({ meta, parties }: Props) {
  if (!hasParties(meta.parties)) return null
  return (
    <>
      <label>
        <span>Whose</span>
        <select
          value=""
          onChange={({ currentTarget }) => {
            const [dimension = '', ...value] = currentTarget.value.split(' ')
            // What is chosen stands beside it.
            currentTarget.value = ''
            setParams({ [dimension]: value.join(' ') })
          }}
        >
          <option value="">{isEverybody(parties) ? 'Everybody’s' : 'Narrow further'}</option>
          {DIMENSIONS.filter((dimension) => meta.parties[dimension].length > 0).map((dimension) => (
            <optgroup key={dimension} label={DIMENSION_LABELS[dimension]}>
              {[...meta.parties[dimension], NOT_ASSIGNED].map((value) => (
                <option key={value} value={`${dimension} ${value}`}>
                  {value}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {!isEverybody(parties) && (
        <div class="chips">
          {DIMENSIONS.map(
            (dimension) =>
              parties[dimension] !== null && (
                <button
                  key={dimension}
                  type="button"
                  class="button quiet"
                  title="Take it out"
                  onClick={() => setParams({ [dimension]: null })}
                >
                  {DIMENSION_LABELS[dimension]}: {parties[dimension]}
                  <Icon name="close" />
                </button>
              ),
          )}
        </div>
      )}
    </>
  )
}
