import type { ComponentType } from 'preact'
import type { Meta, Overview } from './api.ts'
import type { IconName } from './components/icon.tsx'
import type { Filters } from './filters.ts'

/** What every page is given. */
export interface PageProps {
  readonly meta: Meta
  readonly overview: Overview
  readonly filters: Filters
  /** To be told when an ingest has ended, so that the figures are read anew. */
  readonly onIngested: () => void
}

/** A page of the rail. */
export interface Page {
  readonly path: string
  readonly title: string
  readonly icon: IconName
  readonly load: () => Promise<ComponentType<PageProps>>
}
