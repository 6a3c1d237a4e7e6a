import { useState } from 'preact/hooks'
import type { Change, Choices, OptimiseAsked } from '../../what-if-api.ts'
import type { Instant } from '../../zone-time.ts'
import { OptimisedWays } from './optimised-ways.tsx'
import { PickMany } from './pick-many.tsx'
import { RhythmsInput } from './rhythms-input.tsx'
import { WorkInput } from './work-input.tsx'

interface Props {
  readonly asked: OptimiseAsked | null
  readonly choices: Choices
  readonly currency: string | null
  readonly zone: string
  readonly now: Instant
  /** All that the answer depends on besides the question. */
  readonly version: string
  readonly onAsk: (asked: OptimiseAsked) => void
  /** Makes a scenario of one way of doing the work. */
  readonly onTake: (change: Change) => void
}

const CHANCES = [0, 0.5, 0.8, 0.9, 0.95]

/** A piece of work and every way of doing it: the front of cost against time, and one click to take the cheapest. */
export function Optimiser({ asked, choices, currency, zone, now, version, onAsk, onTake }: Props) {
  const [draft, setDraft] = useState<OptimiseAsked>(asked ?? startOf(choices))
  const set = (change: Partial<OptimiseAsked>) => setDraft(cleaned({ ...draft, ...change }))
  return (
    <section class="card" aria-label="Optimise a piece of work">
      <h2>Cheapest way to do a piece of work</h2>
      <form
        class="optimise-form"
        onSubmit={(event) => {
          event.preventDefault()
          onAsk(draft)
        }}
      >
        <WorkInput value={draft.work} choices={choices} onValue={(work) => set({ work })} />
        <div class="inline-fields">
          <label>
            <span>Done by the end of</span>
            <input
              type="date"
              value={draft.deadline ?? ''}
              onChange={({ currentTarget }) => set({ deadline: currentTarget.value || undefined })}
            />
          </label>
          <label>
            <span>GPU memory of a machine, GB</span>
            <input
              type="number"
              min="0"
              value={draft.memoryGb ?? ''}
              placeholder="any"
              onChange={({ currentTarget }) =>
                set({ memoryGb: currentTarget.value === '' ? undefined : Number(currentTarget.value) })
              }
            />
          </label>
          <label>
            <span>Machines, up to</span>
            <select
              value={String(Math.max(...(draft.machines ?? [8])))}
              onChange={({ currentTarget }) =>
                set({ machines: [1, 2, 4, 8, 16].filter((each) => each <= Number(currentTarget.value)) })
              }
            >
              {[1, 2, 4, 8, 16].map((each) => (
                <option key={each} value={String(each)}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>GPUs have to be had</span>
            <select
              value={String(draft.leastChance ?? 0)}
              onChange={({ currentTarget }) => set({ leastChance: Number(currentTarget.value) })}
            >
              {CHANCES.map((chance) => (
                <option key={chance} value={String(chance)}>
                  {chance === 0 ? 'at any chance' : `${Math.round(chance * 100)} times in 100`}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div class="picks">
          <PickMany
            label="Models"
            value={draft.gpuModels}
            options={distinct(choices.machines.map(({ gpuModel }) => gpuModel))}
            onValue={(gpuModels) => set({ gpuModels })}
          />
          <PickMany
            label="Regions"
            value={draft.regions}
            options={distinct(choices.machines.flatMap(({ regions }) => regions))}
            onValue={(regions) => set({ regions })}
          />
          <PickMany
            label="Tiers"
            value={draft.tiers}
            options={distinct(choices.machines.map(({ tier }) => tier))}
            onValue={(tiers) => set({ tiers })}
          />
        </div>
        <RhythmsInput value={draft.hours} onValue={(hours) => set({ hours })} />
        <div>
          <button type="submit" class="button">
            Try all ways
          </button>
        </div>
      </form>
      {asked && <OptimisedWays {...{ asked, currency, zone, now, version, onTake }} />}
    </section>
  )
}

const distinct = (values: readonly string[]) => [...new Set(values)].sort()

function startOf({ machines }: Choices): OptimiseAsked {
  const referenceModel = machines[0]?.gpuModel ?? 'L40'
  return { work: { measure: 'gpu-hours', amount: 1000, referenceModel } }
}

/** Without what is not said. */
function cleaned(asked: OptimiseAsked): OptimiseAsked {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as OptimiseAsked
}
