import { useState } from 'preact/hooks'
import { keepPersonName, personName } from '../person.ts'

interface Props {
  readonly name: string
  readonly onName: (name: string) => void
}

/** Who says so: kept in this browser, and written beside whatever is planned or approved. */
export function PersonInput({ name, onName }: Props) {
  return (
    <label>
      <span>Your name</span>
      <input
        type="text"
        value={name}
        maxLength={100}
        required
        autocomplete="nickname"
        onInput={({ currentTarget }) => {
          keepPersonName(currentTarget.value.trim())
          onName(currentTarget.value)
        }}
      />
    </label>
  )
}

export function usePerson(): [string, (name: string) => void] {
  return useState(personName)
}
