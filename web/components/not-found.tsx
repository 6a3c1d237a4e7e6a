import { hrefOf } from '../router.ts'
import { PageHead } from './page-head.tsx'

/** For an address that is none of ours. */
export function NotFound() {
  return (
    <>
      <PageHead title="No such page" question="The address leads nowhere; perhaps it was cut off when it was copied." />
      <p>
        <a href={hrefOf({ path: '/', params: {} })}>Go to the overview</a>
      </p>
    </>
  )
}
