import type { Overview } from '../../api.ts'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { ageText, momentText, plural } from '../../format.ts'
import { sourceText } from '../../words.ts'
import type { Instant } from '../../zone-time.ts'
import { EarlierReadings, QuarantinedRows } from './ingest-history.tsx'
import { NextReadings } from './next-readings.tsx'
import { useReading } from './use-reading.ts'

interface Props {
  readonly overview: Overview
  readonly zone: string
  readonly now: Instant
  readonly onIngested: () => void
}

const STATUS: Readonly<Record<Overview['ingest']['status'], string>> = {
  ok: 'everything was read',
  partial: 'some of it could not be read',
  failed: 'nothing could be read',
}

/** How old the figures are, what went wrong when they were read, and the button to read them again. */
export function IngestState({ overview: { asOf, ingest }, zone, now, onIngested }: Props) {
  const finishedAt = Date.parse(ingest.finishedAt)
  const reading = useReading(onIngested)
  const isReading = ingest.running || reading.isUnderWay
  return (
    <section class="card ingest" aria-labelledby="ingest-title">
      <div class="card-head">
        <h2 id="ingest-title">Where the figures come from</h2>
        <button type="button" class="button" disabled={isReading} onClick={reading.start}>
          <Icon name="refresh" />
          {isReading ? 'Reading now' : 'Read again now'}
        </button>
      </div>
      <p>
        Last read from Barrack {momentText(finishedAt, zone, now)} ({ageText((now - finishedAt) / 1000)}):{' '}
        {STATUS[ingest.status]}. Figures as of {momentText(Date.parse(asOf), zone, now)} ({zone}).
      </p>
      <p class={ingest.quarantined > 0 ? 'with-icon watch' : 'muted'}>
        {ingest.quarantined > 0 && <Icon name="warning" />}
        {ingest.quarantined > 0
          ? `${plural(ingest.quarantined, 'record')} in quarantine: not understood, so in no total.`
          : 'No records in quarantine.'}
      </p>
      {ingest.quarantined > 0 && <QuarantinedRows zone={zone} now={now} />}
      {ingest.problems.length > 0 && (
        <ul class="problems">
          {ingest.problems.map(({ source, detail }) => (
            <li key={source}>
              <Icon name="warning" />
              <span>
                <strong>{sourceText(source)}:</strong> {detail}
              </span>
            </li>
          ))}
        </ul>
      )}
      {reading.said && <p role="status">{reading.said}</p>}
      <NextReadings zone={zone} now={now} version={ingest.finishedAt} />
      <EarlierReadings zone={zone} now={now} />
      {reading.error && <ProblemNote error={reading.error} />}
    </section>
  )
}
