import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { fileUrl } from '../client.ts'
import { FileImport } from '../components/file-import.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { momentText, plural } from '../format.ts'
import { useLoad } from '../load.ts'
import type { EarlyPageProps } from '../page.ts'
import { setUpApi, type SampleFindings } from '../set-up-api.ts'
import { importedSentence } from '../set-up-words.ts'
import { Findings, SampleReport } from './set-up/findings.tsx'
import { sameMap } from './set-up/map-entry.ts'
import { MapForm } from './set-up/map-form.tsx'

const REFRESH_MS = 5000
const WHILE_LOOKING_MS = 1000
const SAMPLE = { name: 'JSON or HAR', accept: '.json,.har,application/json' }
const BILLS = { name: 'JSON or CSV', accept: '.json,.csv,application/json,text/csv' }

/** From a key to the first figures: what of the account's API can be read, and the map where it differs. */
export function SetUpPage({ now: shownNow, onIngested }: EarlyPageProps) {
  const [changes, setChanges] = useState(0)
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const [sample, setSample] = useState<SampleFindings | null>(null)
  const [isLooking, setLooking] = useState(false)
  const loaded = useLoad(`set-up ${changes}`, setUpApi.setUp, isLooking || isAsked ? WHILE_LOOKING_MS : REFRESH_MS)
  const setUp = loaded.value
  const looking = setUp?.looking ?? null
  if ((looking !== null) !== isLooking) setLooking(looking !== null)

  const look = async () => {
    setAsked(true)
    setError(null)
    try {
      await setUpApi.look()
      setSample(null)
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
    setAsked(false)
    setChanges((n) => n + 1)
  }

  const isDemo = setUp?.account.kind === 'demo'
  const proposed = sample?.map ?? setUp?.findings?.map ?? null
  const parts = Object.keys(proposed ?? {}).length
  const isUnsaved = setUp !== null && !isDemo && parts > 0 && !sameMap(proposed, setUp.map)
  return (
    <>
      <PageHead title="Set-up" question="Can the account be read, and all of it?">
        {setUp && !isDemo && setUp.keyProblem === null && (
          <button type="button" class="button" disabled={isAsked || isLooking} onClick={() => void look()}>
            <Icon name="refresh" />
            Look at the API now
          </button>
        )}
      </PageHead>
      {(error ?? loaded.error) && <ProblemNote error={(error ?? loaded.error)!} />}
      {setUp && (
        <>
          <section class="card" aria-busy={isAsked || isLooking}>
            <h2>What can be read</h2>
            {isDemo ? (
              <p>
                This is the demo, whose API is as the contract says. With a key of yours this page shows how the API of
                your account differs; a saved answer can be looked at already.
              </p>
            ) : (
              <p class="muted">
                {setUp.account.name} at {setUp.url}, read-only.
                {setUp.lookedAt !== null &&
                  ` Last looked at ${momentText(Date.parse(setUp.lookedAt), setUp.account.zone, shownNow)}.`}
              </p>
            )}
            {setUp.keyProblem !== null && (
              <p class="note act">
                <Icon name="warning" />
                {setUp.keyProblem}
              </p>
            )}
            {(looking !== null || isAsked) && (
              <p role="status">
                Looking, with GET alone and at most 60 requests
                {looking !== null && looking.length > 0 && `: ${plural(looking.length, 'source')} so far`}
              </p>
            )}
            {sample ? (
              <SampleReport report={sample} url={setUp.url} />
            ) : setUp.findings ? (
              <Findings findings={setUp.findings} />
            ) : (
              !isDemo && !isAsked && looking === null && <p>Nobody has looked at this API yet.</p>
            )}
            <div class="actions">
              <FileImport
                label="Look at a saved answer"
                kind={SAMPLE}
                send={async (content) => {
                  setSample(await setUpApi.sample(content))
                  return 'Cookies, keys and headers of the file were dropped, and nothing was sent.'
                }}
                onTaken={() => setError(null)}
              />
              <a class="button" href={fileUrl('support-bundle.json', {})} download>
                <Icon name="download" />
                For a bug report
              </a>
            </div>
          </section>
          <section class="card">
            <h2>Map of the API</h2>
            {isUnsaved && (
              <p class="note watch">
                <Icon name="warning" />
                <span>
                  The API differs from the contract in {plural(parts, 'part')}. Read over what is proposed, line by
                  line, then save: nothing is read by it before.
                </span>
              </p>
            )}
            <MapForm
              key={`${JSON.stringify(proposed)} ${JSON.stringify(setUp.map)}`}
              slug={setUp.account.slug}
              map={setUp.map}
              proposed={proposed}
              paths={setUp.paths}
              fromFile={setUp.fromFile}
              isDemo={isDemo}
              onSaved={() => {
                setChanges((n) => n + 1)
                onIngested()
              }}
            />
          </section>
          {!isDemo && (
            <section class="card">
              <h2>Without the API</h2>
              <p>
                Answers of the billing lists that were saved by hand, or a charges CSV as Quartermaster exports it, go
                through the same checks as a reading. Lines of a CSV give way once Barrack itself tells of their days.
              </p>
              <FileImport
                label="Take bills"
                kind={BILLS}
                send={async (content) => importedSentence(await setUpApi.importBills(content))}
                onTaken={onIngested}
              />
            </section>
          )}
        </>
      )}
    </>
  )
}
