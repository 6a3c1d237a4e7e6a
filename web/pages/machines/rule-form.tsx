import { useState } from 'preact/hooks'
import { ApiError, type Meta } from '../../api.ts'
import { typeText } from '../../assignment-words.ts'
import { booksApi, type Assignments, type Part, type Rule, type RuleAsked, type RulePreview } from '../../books-api.ts'
import { NarrowField } from '../../components/narrow-field.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { DaysInput } from './days-input.tsx'
import { EMPTY_PART, PartsInput } from './parts-input.tsx'
import { PreviewTable } from './preview-table.tsx'

interface Props {
  readonly meta: Meta
  /** The rule that is written anew; null for a new one. */
  readonly rule: Rule | null
  readonly values: Assignments['values']
  readonly onDone: () => void
}

const TYPES = ['instance', 'volume', 'snapshot', 'image', 'ai_model'] as const

/** A rule is looked at before it is kept: what it matches, what it changes, how much money that is. */
export function RuleForm({ meta, rule, values, onDone }: Props) {
  const [asked, setAsked] = useState<RuleAsked>(rule === null ? { match: {}, parts: [EMPTY_PART] } : toAsked(rule))
  const [preview, setPreview] = useState<RulePreview | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const change = (part: Partial<RuleAsked>) => {
    setAsked((before) => ({ ...before, ...part }))
    setPreview(null)
  }
  const match = (key: keyof RuleAsked['match'], text: string) => {
    const { [key]: _, ...rest } = asked.match
    change({ match: text === '' ? rest : { ...rest, [key]: text } })
  }
  const attempt = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  const look = () => attempt(async () => setPreview(await booksApi.previewRule(asked, rule?.ruleId ?? null)))
  const keep = () =>
    attempt(async () => {
      await booksApi.keepRule(asked, rule?.ruleId ?? null)
      onDone()
    })
  const { name, region, currency, type, ids } = asked.match
  return (
    <form
      class="books-form"
      aria-label={rule === null ? 'A new rule' : `Rule ${rule.position}`}
      onSubmit={(event) => {
        event.preventDefault()
        void look()
      }}
    >
      <fieldset>
        <legend>For what</legend>
        <div class="books-fields">
          <label>
            <span>Name, * for any text</span>
            <input
              type="text"
              placeholder={ids ? `${ids.length} ids` : 'dev-*'}
              value={name ?? ''}
              onInput={({ currentTarget }) => match('name', currentTarget.value.trim())}
            />
          </label>
          <NarrowField
            label="Kind"
            value={type}
            options={TYPES}
            textOf={typeText}
            onValue={(text) => match('type', text)}
          />
          <NarrowField label="Region" value={region} options={meta.regions} onValue={(text) => match('region', text)} />
          <NarrowField
            label="Wallet"
            value={currency}
            options={meta.currencies}
            onValue={(text) => match('currency', text)}
          />
        </div>
      </fieldset>
      <PartsInput
        parts={asked.parts as readonly Part[]}
        values={values}
        onParts={(parts) => change({ parts: [...parts] })}
      />
      <div class="books-fields">
        <DaysInput from={asked.from ?? null} to={asked.to ?? null} onDays={change} />
      </div>
      <div class="actions">
        <button type="submit" class="button">
          See what it matches
        </button>
        {preview && (
          <button type="button" class="button" onClick={() => void keep()}>
            Keep the rule
          </button>
        )}
        <button type="button" class="button quiet" onClick={onDone}>
          Leave it
        </button>
      </div>
      {error && <ProblemNote error={error} />}
      {preview && <PreviewTable preview={preview} />}
    </form>
  )
}

function toAsked({ match, from, to, parts, everyAccount }: Rule): RuleAsked {
  return { match, from, to, parts, everyAccount }
}
