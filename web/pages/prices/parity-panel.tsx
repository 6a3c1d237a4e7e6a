import { DataTable } from '../../components/data-table.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { dayText, NONE, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { changeText, skuText } from '../../price-words.ts'
import { pricesApi, reportUrl } from '../../prices-api.ts'
import { address, setParams } from '../../router.ts'
import { FileImport } from '../../components/file-import.tsx'

const WALLETS = ['USD', 'EUR', 'INR']

/** The price lists of two wallets side by side: to be known, not to be chosen from. */
export function ParityPanel({ version, onTaken }: { version: string; onTaken: () => void }) {
  const { params } = address.value
  const against = WALLETS.find((each) => each === params['against']) ?? 'EUR'
  const base =
    WALLETS.find((each) => each === params['base'] && each !== against) ?? (against === 'USD' ? 'EUR' : 'USD')
  const rate = /^\d{1,9}(\.\d{1,12})?$/.test(params['rate'] ?? '') ? params['rate']! : null
  const { value, error } = useLoad(`parity ${JSON.stringify([base, against, rate, version])}`, () =>
    pricesApi.parity({ from: base, to: against, rate }),
  )
  return (
    <section class="card planning" aria-labelledby="parity">
      <h2 id="parity">Price lists compared</h2>
      <form class="rule-form" onSubmit={(event) => event.preventDefault()}>
        {[
          ['base', 'List', base],
          ['against', 'compared with', against],
        ].map(([name, label, chosen]) => (
          <ChoiceField
            key={name}
            label={label!}
            value={chosen!}
            options={WALLETS.map((each) => [each, each])}
            onValue={(value) => setParams({ [name!]: value })}
          />
        ))}
        <label>
          <span>
            {against} for one {base}
          </span>
          <input
            type="text"
            inputMode="decimal"
            size={10}
            placeholder="last published"
            value={rate ?? ''}
            onChange={({ currentTarget }) => setParams({ rate: currentTarget.value.trim() || null })}
          />
        </label>
      </form>
      {error && <ProblemNote error={error} />}
      {value && (
        <>
          <p class="muted">
            {value.rate
              ? `At ${unitPrice(value.rate.rate, value.to)} for one ${value.from}, ${value.rate.kind === 'typed' ? 'as typed' : `published ${dayText(value.rate.days[0])}`}. ${value.note}`
              : value.note}
          </p>
          <DataTable
            caption={`${value.from} and ${value.to} price lists`}
            isCaptionHidden
            columns={[
              { key: 'sku', label: 'What', sortBy: ({ sku }) => skuText(sku), cell: ({ sku }) => skuText(sku) },
              {
                key: 'from',
                label: value.from,
                isNumber: true,
                cell: ({ fromPrice }) => unitPrice(fromPrice, value.from),
              },
              { key: 'to', label: value.to, isNumber: true, cell: ({ toPrice }) => unitPrice(toPrice, value.to) },
              {
                key: 'implied',
                label: 'Both cost the same at',
                isNumber: true,
                sortBy: ({ impliedRate }) => Number(impliedRate),
                cell: ({ impliedRate }) => unitPrice(impliedRate, value.to),
              },
              {
                key: 'difference',
                label: `${value.to} list, at the market rate`,
                isNumber: true,
                sortBy: ({ difference }) => difference ?? 0,
                cell: ({ difference, converted }) =>
                  difference === null ? (
                    NONE
                  ) : (
                    <>
                      {changeText(difference)}
                      <span class="under">converted {unitPrice(converted, value.to)}</span>
                    </>
                  ),
              },
            ]}
            rows={value.rows}
            rowKey={({ sku }) => sku}
            empty={`No price is known in both lists.`}
            shown={12}
          />
        </>
      )}
      <div class="actions">
        <a class="button" href={reportUrl('parity', { from: base, to: against, rate })} download>
          <Icon name="download" />
          Both lists as CSV
        </a>
        <FileImport
          label="Take the ECB's rates"
          send={async (csv) => {
            const { days, last } = await pricesApi.importFx(csv)
            return `${days} days of rates taken, the last ${last}.`
          }}
          onTaken={onTaken}
        />
      </div>
    </section>
  )
}
