import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { amount, durationText, momentText, plural, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { causeText, priceSourceText, skuText, unitText } from '../../price-words.ts'
import { pricesApi, reportUrl, type Proof } from '../../prices-api.ts'
import { setParams } from '../../router.ts'
import { stateText } from '../../words.ts'

type Line = Proof['records'][number]['lines'][number] & { readonly record: Proof['records'][number] }

/** Every minute that a resource was billed for, to be shown to whoever made the bill. */
export function ProofDetail({ resource, zone }: { resource: string; zone: string }) {
  const { value, error } = useLoad(`proof ${resource}`, () => pricesApi.proof(resource))
  const now = value ? Date.parse(value.asOf) : 0
  const moment = (at: string) => momentText(Date.parse(at), zone, now)
  const lines = value?.records.toReversed().flatMap((record) => record.lines.map((line): Line => ({ ...line, record })))
  return (
    <section class="card planning" aria-labelledby="proof">
      <div class="card-head">
        <h2 id="proof" tabIndex={-1}>
          Proof: {value?.name ?? resource}
        </h2>
        <button type="button" class="button quiet" onClick={() => setParams({ proof: null })}>
          <Icon name="close" />
          Close
        </button>
      </div>
      {error && <ProblemNote error={error} />}
      {value && lines && (
        <>
          <p class="muted">
            {plural(value.records.length, 'bill')} of {value.resourceId}. The lines of a bill add up to it.
          </p>
          <DataTable
            caption={`What ${value.name} was billed for`}
            isCaptionHidden
            columns={[
              {
                key: 'from',
                label: 'From, for',
                cell: ({ startsAt, seconds, record, inferred }) => (
                  <>
                    {moment(startsAt)}, {durationText(seconds)}
                    <span class="under">
                      {record.recordId}
                      {inferred && ', how long is known, when is inferred'}
                    </span>
                  </>
                ),
              },
              {
                key: 'state',
                label: 'State',
                cell: ({ state, sku }) => (
                  <>
                    {stateText(state)}
                    <span class="under">{skuText(sku)}</span>
                  </>
                ),
              },
              {
                key: 'price',
                label: 'Price',
                cell: ({ price, record }) =>
                  price === null ? (
                    <span class="muted">no price known on that day</span>
                  ) : (
                    <>
                      {unitPrice(price.price, record.currency)} {unitText(price.unit)}
                      <span class="under">
                        {priceSourceText(price.source)}, in force since {moment(price.since)}
                      </span>
                    </>
                  ),
              },
              {
                key: 'billed',
                label: 'Billed',
                isNumber: true,
                cell: ({ billed, record }) => amount(billed, record.currency),
              },
              {
                key: 'recalculated',
                label: 'Recalculated',
                isNumber: true,
                cell: ({ recalculated, record }) => amount(recalculated, record.currency),
              },
              {
                key: 'record',
                label: 'The bill',
                cell: ({ record }) => (
                  <>
                    {amount(record.billed, record.currency)}
                    <span class="under">{causeText(record.cause)}</span>
                  </>
                ),
              },
            ]}
            rows={lines}
            rowKey={({ record, startsAt, state }) => `${record.recordId} ${startsAt} ${state}`}
            empty="It was never billed."
            shown={12}
          />
          <a class="button" href={reportUrl('proof', { resource })} download>
            <Icon name="download" />
            Proof as CSV
          </a>
        </>
      )}
    </section>
  )
}
