// The arrows of ARCHITECTURE.md, as a check. Each rule says why it is there.
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|web|migrations|test|scripts)/', pathNot: [from, ...allowed] },
})

export default {
  forbidden: [
    only('engine-is-pure', 'Values in, values out: the engine knows none of us.', '^src/engine/', []),
    {
      name: 'engine-does-no-io',
      comment: 'No I/O, no clock, no random source in the engine.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { dependencyTypes: ['core'] },
    },
    only('db-knows-engine-types', 'The store maps rows to engine values.', '^src/db/', [
      '^src/engine/',
      '^migrations/',
      '^src/logger\\.ts$',
    ]),
    only('barrack-is-a-leaf', 'The typed client can be used alone.', '^src/barrack/', ['^src/logger\\.ts$']),
    only('charges', 'What records become, for who writes them and for who asks what was known.', '^src/charges/', [
      '^src/(engine|db)/',
    ]),
    only('ingest', 'Ingest never imports the server.', '^src/ingest/', [
      '^src/(engine|db|barrack|charges)/',
      '^src/logger\\.ts$',
    ]),
    only(
      'server',
      'The server never imports ingest nor the client: it asks by rows in the job table.',
      '^src/server/',
      ['^src/(engine|db|charges)/', '^src/logger\\.ts$'],
    ),
    only(
      'sandbox-is-the-other-side',
      'A second reading of the same contract shares no code with the first.',
      '^src/sandbox/',
      [],
    ),
    only('actions', 'What changes the account uses the client and nothing of ingest.', '^src/actions/', [
      '^src/(engine|db|barrack)/',
      '^src/logger\\.ts$',
    ]),
    only('migrations-are-frozen', 'A migration imports kysely alone.', '^migrations/', []),
    only('web-knows-types-only', 'The page takes the types of the API.', '^web/', ['^src/server/app\\.ts$']),
    {
      name: 'web-takes-types-only',
      comment: 'No code of the server in the bundle.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      comment: 'A circle has no bottom to start reading at.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-undeclared',
      comment: 'Everything imported stands in package.json.',
      severity: 'error',
      from: { path: '^(src|web|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'no-dev-in-product',
      comment: 'A developer tool is not there in production.',
      severity: 'error',
      from: { path: '^(src|web|migrations)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
