/**
 * `npm run check`: types, lint, format, import directions and unit tests, two at a time, before each commit.
 * `--static` leaves the tests out (CI runs all of them right after).
 */
import { runStep } from './run-step.ts'

const steps = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['-b'] },
  {
    name: 'lint',
    script: 'eslint/bin/eslint.js',
    args: ['--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'],
  },
  {
    name: 'format',
    script: 'prettier/bin/prettier.cjs',
    args: ['--cache', '--cache-location', 'node_modules/.cache/prettier', '--check', '--log-level', 'warn', '.'],
  },
  {
    name: 'import directions',
    script: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.js', 'src', 'web', 'migrations'],
  },
  { name: 'unit tests', script: 'vitest/vitest.mjs', args: ['run', '--project', 'unit', '--reporter', 'dot'] },
]

const queue = steps.filter((step) => !(process.argv.includes('--static') && step.name === 'unit tests'))
let failed = 0

async function work(): Promise<void> {
  for (let step = queue.shift(); step; step = queue.shift()) {
    const startedAt = performance.now()
    const { code, output } = await runStep(step.script, step.args)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`)
    if (code !== 0) {
      failed += 1
      console.log(output)
    }
  }
}

await Promise.all([work(), work()])
process.exitCode = failed > 0 ? 1 : 0
