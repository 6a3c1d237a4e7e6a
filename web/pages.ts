import type { Page } from './page.ts'

/**
 * The pages in the order of the rail; the code of each comes with its first visit. A new page is one file in pages/ and
 * one entry here.
 */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    title: 'Overview',
    icon: 'overview',
    load: async () => (await import('./pages/overview.tsx')).OverviewPage,
  },
  { path: '/spend', title: 'Spend', icon: 'spend', load: async () => (await import('./pages/spend.tsx')).SpendPage },
  {
    path: '/forecast',
    title: 'Forecast',
    icon: 'forecast',
    load: async () => (await import('./pages/forecast.tsx')).ForecastPage,
  },
  {
    path: '/plans',
    title: 'Plans',
    icon: 'plans',
    load: async () => (await import('./pages/plans.tsx')).PlansPage,
  },
  {
    path: '/hibernation',
    title: 'Hibernation',
    icon: 'moon',
    load: async () => (await import('./pages/hibernation.tsx')).HibernationPage,
  },
  {
    path: '/capacity',
    title: 'Capacity',
    icon: 'capacity',
    load: async () => (await import('./pages/capacity.tsx')).CapacityPage,
  },
  {
    path: '/what-if',
    title: 'What-if',
    icon: 'what-if',
    load: async () => (await import('./pages/what-if.tsx')).WhatIfPage,
  },
  {
    path: '/prices',
    title: 'Prices',
    icon: 'prices',
    load: async () => (await import('./pages/prices.tsx')).PricesPage,
  },
  {
    path: '/budgets',
    title: 'Budgets',
    icon: 'budget',
    load: async () => (await import('./pages/budgets.tsx')).BudgetsPage,
  },
  {
    path: '/alerts',
    title: 'Alerts',
    icon: 'bell',
    load: async () => (await import('./pages/alerts.tsx')).AlertsPage,
  },
  {
    path: '/reconcile',
    title: 'Reconcile',
    icon: 'reconcile',
    load: async () => (await import('./pages/reconcile.tsx')).ReconcilePage,
  },
  {
    path: '/machines',
    title: 'Machines',
    icon: 'tag',
    load: async () => (await import('./pages/machines.tsx')).MachinesPage,
  },
  {
    path: '/books',
    title: 'Books',
    icon: 'books',
    load: async () => (await import('./pages/books.tsx')).BooksPage,
  },
  {
    path: '/set-up',
    title: 'Set-up',
    icon: 'plug',
    loadEarly: async () => (await import('./pages/set-up.tsx')).SetUpPage,
  },
]
