import type { ApiError } from '../api.ts'
import { asOfShown } from '../as-of.ts'
import { hrefOf } from '../router.ts'
import { parseProgress, progressSentence } from '../progress.ts'
import { PageHead } from './page-head.tsx'
import { ProblemNote } from './problem-note.tsx'

/** Stands where the figures will be until the first ingest has ended; the page looks for itself. */
export function ProgressView({ error }: { error: ApiError | null }) {
  if (error && !error.isNotReady) {
    return (
      <>
        {asOfShown.value === null ? (
          <PageHead title="No figures yet" question="The page tries again every second." />
        ) : (
          <PageHead title="No figures of that moment" question="Choose another one, or go back to now." />
        )}
        <ProblemNote error={error} />
      </>
    )
  }
  const progress = parseProgress(error?.problem?.progress)
  return (
    <>
      <PageHead
        title="Reading the account"
        question="The first reading takes a minute or so. The figures show here by themselves."
      />
      <div class="card progress">
        <p role="status">{error === null ? 'Asking for the figures' : progressSentence(progress)}</p>
        <progress value={progress.share ?? undefined} aria-label="Progress of the first reading" />
        <p class="muted">
          <a href={hrefOf({ path: '/set-up', params: {} })}>Set-up</a> shows what of the account can be read.
        </p>
      </div>
    </>
  )
}
