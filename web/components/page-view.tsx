import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Page, PageProps } from '../page.ts'

interface Props extends PageProps {
  readonly page: Page
}

/** A page, whose code is fetched at its first visit. Give it the page's path as key. */
export function PageView({ page, ...props }: Props) {
  const [View, setView] = useState<ComponentType<PageProps> | null>(null)
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    page.load().then(
      (loaded) => setView(() => loaded),
      () => setMissing(true),
    )
  }, [page])
  if (View) return <View {...props} />
  return isMissing ? (
    <p role="alert">This page could not be fetched. The server may have been updated: load it anew.</p>
  ) : null
}
