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

/** What a page is given that is there before the first figures are. */
export interface EarlyPageProps {
  readonly now: number
  readonly onIngested: () => void
}

interface PageOfRail {
  readonly path: string
  readonly title: string
  readonly icon: IconName
}

/** A page that shows figures. */
export interface FigurePage extends PageOfRail {
  readonly load: () => Promise<ComponentType<PageProps>>
}

/** A page that needs none. */
export interface EarlyPage extends PageOfRail {
  readonly loadEarly: () => Promise<ComponentType<EarlyPageProps>>
}

/** A page of the rail. */
export type Page = FigurePage | EarlyPage
