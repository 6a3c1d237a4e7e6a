import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props {
  readonly label: string
  /** What may be chosen, in words and as the browser wants it; a CSV without it. */
  readonly kind?: { readonly name: string; readonly accept: string }
  /** Gives the sentence that is said when it was taken. */
  readonly send: (csv: string) => Promise<string>
  readonly onTaken: () => void
}

const CSV = { name: 'CSV', accept: '.csv,text/csv' }

/** Takes a file of the reader's own. */
export function FileImport({ label, kind = CSV, send, onTaken }: Props) {
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
        {label} ({kind.name})
        <input
          type="file"
          class="visually-hidden"
          accept={kind.accept}
          onChange={({ currentTarget }) => void take(currentTarget)}
        />
      </label>
      {said instanceof ApiError ? <ProblemNote error={said} /> : said !== null && <p role="status">{said}</p>}
    </>
  )
}
