import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props {
  readonly label: string
  /** Gives the sentence that is said when it was taken. */
  readonly send: (csv: string) => Promise<string>
  readonly onTaken: () => void
}

/** Takes a CSV of the reader's own. */
export function FileImport({ label, send, onTaken }: Props) {
  const [said, setSaid] = useState<string | ApiError | null>(null)
  const take = async (input: HTMLInputElement) => {
    const [file] = input.files ?? []
    if (!file) return
    try {
      setSaid(await send(await file.text()))
      onTaken()
    } catch (cause) {
      setSaid(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
    // The same file may be chosen again after it was mended.
    input.value = ''
  }
  return (
    <>
      <label class="button file-import">
        {label} (CSV)
        <input
          type="file"
          class="visually-hidden"
          accept=".csv,text/csv"
          onChange={({ currentTarget }) => void take(currentTarget)}
        />
      </label>
      {said instanceof ApiError ? <ProblemNote error={said} /> : said !== null && <p role="status">{said}</p>}
    </>
  )
}
