import { closedFileUrl, type Closing } from '../../books-api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { count } from '../../format.ts'

/** The files that a closed month keeps, with their hashes. */
export const ClosedFiles = ({ closing }: { readonly closing: Closing }) => (
  <details>
    <summary>Files as they were, with their SHA-256</summary>
    <DataTable
      caption="Files that the month keeps"
      isCaptionHidden
      columns={[
        {
          key: 'name',
          label: 'File',
          cell: ({ name }) => (
            <a href={closedFileUrl(closing, name)} download>
              {name}
            </a>
          ),
        },
        { key: 'bytes', label: 'Bytes', isNumber: true, cell: ({ bytes }) => count(bytes) },
        { key: 'sha256', label: 'SHA-256', cell: ({ sha256 }) => <code class="hash">{sha256}</code> },
      ]}
      rows={closing.closed?.files ?? []}
      rowKey={({ name }) => name}
      empty="No file was kept."
    />
  </details>
)
