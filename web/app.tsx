import { useEffect, useState } from 'preact/hooks'
import { api } from './api.ts'
import { AdminDialog } from './components/admin-dialog.tsx'
import { Frame } from './components/frame.tsx'
import { NotFound } from './components/not-found.tsx'
import { PageView } from './components/page-view.tsx'
import { ProblemNote } from './components/problem-note.tsx'
import { ProgressView } from './components/progress-view.tsx'
import { ReadingNote } from './components/reading-note.tsx'
import { parseFilters } from './filters.ts'
import { useLoad } from './load.ts'
import { PAGES } from './pages.ts'
import { asOfInstant, asOfShown } from './as-of.ts'
import { address } from './router.ts'
import { dayAt } from './zone-time.ts'

const REFRESH_MS = 60_000
const IMPATIENT_MS = 1000

/** The frame, and in it the page of the address; the progress of the first ingest while there are no figures yet. */
export function App() {
  const { path, params } = address.value
  const [isImpatient, setImpatient] = useState(true)
  const [reading, setReading] = useState(0)
  // What was known then does not change.
  const refreshMs = asOfShown.value !== null ? undefined : isImpatient ? IMPATIENT_MS : REFRESH_MS
  const overview = useLoad(`overview ${reading}`, api.overview, refreshMs)
  const figures = overview.error?.isNotReady ? null : overview.value
  const meta = useLoad(`meta ${reading} ${figures !== null}`, api.meta, refreshMs)
  const isUnderWay = figures?.ingest.running ?? true
  useEffect(() => setImpatient(isUnderWay || overview.error !== null), [isUnderWay, overview.error])

  const zone = meta.value?.account.zone ?? 'UTC'
  const lookedAt = asOfInstant(asOfShown.value, zone)
  const shown = meta.value && lookedAt !== null ? { ...meta.value, now: new Date(lookedAt).toISOString() } : meta.value

  const onIngested = () => setReading((before) => before + 1)

  const page = PAGES.find((each) => each.path === path)
  useEffect(() => {
    document.title = page ? `${page.title} - Quartermaster` : 'Quartermaster'
  }, [page])

  return (
    <Frame meta={meta.value} overview={figures} path={path} params={params}>
      {!page ? (
        <NotFound />
      ) : 'loadEarly' in page ? (
        <PageView
          key={path}
          load={page.loadEarly}
          given={{ now: shown ? Date.parse(shown.now) : Date.now(), onIngested }}
        />
      ) : figures && shown ? (
        <>
          {overview.error && <ProblemNote error={overview.error} />}
          <ReadingNote overview={figures} zone={zone} now={Date.parse(shown.now)} />
          <PageView
            key={path}
            load={page.load}
            given={{
              meta: shown,
              overview: figures,
              filters: parseFilters(params, {
                today: dayAt(Date.parse(shown.now), zone),
                currencies: shown.currencies,
                regions: shown.regions,
                parties: shown.parties,
              }),
              onIngested,
            }}
          />
        </>
      ) : (
        <ProgressView error={overview.error ?? meta.error} />
      )}
      <AdminDialog />
    </Frame>
  )
}
