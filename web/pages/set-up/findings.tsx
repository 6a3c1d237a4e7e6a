import type { Findings as FindingsValue, SampleFindings } from '../../set-up-api.ts'
import { asideSentences, keySentence, sourcesSentence } from '../../set-up-words.ts'
import { Icon } from '../../components/icon.tsx'
import { SourceTable } from './source-table.tsx'

/** What a look found, in sentences and source by source. */
export function Findings({ findings }: { findings: FindingsValue }) {
  const { auth, sources } = findings
  return (
    <>
      <p class={auth.accepted ? undefined : 'note act'}>
        {!auth.accepted && <Icon name="warning" />}
        {keySentence(auth)}
      </p>
      {auth.accepted && <p>{sourcesSentence(sources)}</p>}
      <p class="muted">{asideSentences(findings).join(' ')}</p>
      <SourceTable rows={sources} />
    </>
  )
}

/** The same of saved answers. */
export function SampleReport({ report, url }: { report: SampleFindings; url: string | null }) {
  const { origins, sources, leftOut } = report
  const elsewhere = url === null ? [] : origins.filter((origin) => origin !== new URL(url).origin)
  return (
    <>
      <p>
        {sourcesSentence(sources)} Nothing of the file was kept.
        {elsewhere.length > 0 && ` The answers came from ${elsewhere.join(', ')}; this account is read from ${url}.`}
      </p>
      <SourceTable rows={sources} />
      {leftOut.length > 0 && (
        <details>
          <summary>Left out ({leftOut.length})</summary>
          <ul class="notes">
            {leftOut.map(({ what, why }) => (
              <li key={what}>
                {what}: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
