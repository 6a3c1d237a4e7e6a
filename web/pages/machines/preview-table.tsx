import { partsText, typeText } from '../../assignment-words.ts'
import type { RulePreview } from '../../books-api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { amount, plural } from '../../format.ts'

/** What a rule would match and change. */
export function PreviewTable({ preview }: { preview: RulePreview }) {
  const { matched, changed, wallets, rows } = preview
  const money = wallets.map(({ billed, currency }) => amount(billed, currency)).join(' and ')
  const of = wallets.length > 0 ? `; these cost ${money} in the last 30 days` : ''
  return (
    <div role="status">
      <p>
        {changed > 0
          ? `It matches ${plural(matched, 'resource')} and changes whose ${plural(changed, 'is', 'are')}${of}.`
          : `It matches ${plural(matched, 'resource')} and changes nothing: what goes before it counts, or it is so already.`}
      </p>
      {rows.length > 0 && (
        <DataTable
          caption="What it matches, as of today"
          isCaptionHidden
          columns={[
            {
              key: 'name',
              label: 'Name',
              cell: ({ name, resourceId, type }) => (
                <>
                  {name}
                  <span class="under">
                    {typeText(type)} {resourceId}
                  </span>
                </>
              ),
            },
            { key: 'before', label: 'Whose now', cell: ({ before }) => partsText(before) },
            {
              key: 'after',
              label: 'With the rule',
              cell: ({ after, isChanged }) => (isChanged ? <strong>{partsText(after)}</strong> : 'the same'),
            },
          ]}
          rows={rows}
          rowKey={({ resourceId, currency }) => `${resourceId} ${currency ?? ''}`}
          empty="It matches nothing."
          shown={20}
        />
      )}
    </div>
  )
}
