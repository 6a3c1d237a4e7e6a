import { defineConfig } from 'vite'

/** `npm run build:web`: the pages as files with hashed names in dist/web, served by src/server. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // light-dark() and nested rules reach the browser as they are written.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // No data: URLs, so that the content policy of the server needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
})
