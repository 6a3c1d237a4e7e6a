const PATHS = {
  overview: 'M3 3h8v8H3zM13 3h8v5h-8zM13 10h8v11h-8zM3 13h8v8H3z',
  spend: 'M4 20V11h4v9zM10 20V4h4v16zM16 20v-6h4v6z',
  forecast: 'M3 18l5-6 4 3 3-4M15 11l2-2M18.500 7.500l2-2M3 21h18',
  plans: 'M4 5h16v16H4zM4 10h16M8 2v5M16 2v5M8 15l2 2 5-4',
  capacity: 'M4 4h16v6H4zM4 14h16v6H4zM7 7h.010M7 17h.010M11 7h6M11 17h6',
  'what-if': 'M6 3v18M6 12h5a5 5 0 005-5V4M13 7l3-3 3 3M6 12h5a5 5 0 015 5v3M13 17l3 3 3-3',
  prices: 'M3 12V4a1 1 0 011-1h8l9 9-9 9zM8 8h.010',
  reconcile: 'M5 3h14v18l-3-2-2 2-2-2-2 2-2-2-3 2zM9 8h6M9 12l2 2 4-4',
  tag: 'M4 5h16v6H4zM4 14h16v5H4zM7 8h.010M7 16.500h.010M12 8h5M12 16.500h5',
  books: 'M5 4h4v16H5zM9 4h4v16H9zM14 5l4-1 3 15-4 1z',
  budget: 'M4 7h16v12H4zM4 11h16M8 15h4M7 7V4h10v3',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 01-12 0zM12 17v4',
  bell: 'M6 10a6 6 0 1112 0v5l2 3H4l2-3zM10 21h4',
  sun: 'M12 7a5 5 0 100 10 5 5 0 000-10zM12 1v3M12 20v3M1 12h3M20 12h3M4.200 4.200l2.100 2.100M17.700 17.700l2.100 2.100M4.200 19.800l2.100-2.100M17.700 6.300l2.100-2.100',
  moon: 'M20 14.500A8.500 8.500 0 019.500 4a8.500 8.500 0 1010.500 10.500z',
  system: 'M3 4h18v12H3zM8 20h8M12 16v4',
  warning: 'M12 3l10 18H2zM12 10v5M12 17.500v.5',
  close: 'M5 5l14 14M19 5L5 19',
  up: 'M12 20V5M6 11l6-6 6 6',
  download: 'M12 3v12M7 11l5 5 5-5M4 20h16',
  refresh: 'M20 12a8 8 0 11-2.500-5.800M20 3v5h-5',
} as const

export type IconName = keyof typeof PATHS

/** A drawing beside a word that says the same, so it is hidden from who listens. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
