import type { Page } from './page.ts'
import { capacityPage } from './pages/capacity.tsx'
import { forecastPage } from './pages/forecast.tsx'
import { hibernationPage } from './pages/hibernation.tsx'
import { overviewPage } from './pages/overview.tsx'
import { spendPage } from './pages/spend.tsx'
import { whatIfPage } from './pages/what-if.tsx'

/** The pages in the order of the rail. A new page is one file in pages/ and one line here. */
export const PAGES: readonly Page[] = [overviewPage, spendPage, forecastPage, hibernationPage, capacityPage, whatIfPage]
