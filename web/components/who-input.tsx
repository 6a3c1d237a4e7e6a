import { useId } from 'preact/hooks'
import type { Who } from '../plan-api.ts'

interface Props {
  readonly who: Who
  /** Names to choose from. */
  readonly machines: readonly string[]
  /** Kinds that fit; all of them without it. */
  readonly kinds?: readonly Who['kind'][]
  readonly onWho: (who: Who) => void
}

const KINDS: Readonly<Record<Who['kind'], string>> = {
  machine: 'one machine',
  owner: 'machines of an owner',
  project: 'machines of a project',
  account: 'the whole account',
}

/** Whom a plan is about. */
export function WhoInput({ who, machines, kinds = ['machine', 'owner', 'project', 'account'], onWho }: Props) {
  const list = useId()
  return (
    <>
      <label>
        <span>For</span>
        <select
          value={who.kind}
          onChange={({ currentTarget }) => {
            const kind = currentTarget.value as Who['kind']
            onWho(kind === 'account' ? { kind } : { kind, name: who.name ?? '' })
          }}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {KINDS[kind]}
            </option>
          ))}
        </select>
      </label>
      {who.kind !== 'account' && (
        <label>
          <span>{who.kind === 'machine' ? 'Name or id' : 'Name'}</span>
          <input
            type="text"
            required
            maxLength={200}
            list={who.kind === 'machine' ? list : undefined}
            value={who.name ?? ''}
            onInput={({ currentTarget }) => onWho({ kind: who.kind, name: currentTarget.value })}
          />
          <datalist id={list}>
            {machines.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
      )}
    </>
  )
}
