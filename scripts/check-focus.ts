// Holds a FOCUS file to the rules that the FinOps Foundation publishes as JSON:
//   node bin/run.js scripts/check-focus.ts RULES.json CURRENCIES.csv FILE.csv [ALLOWED,RULE,IDS]
// One line per rule that is broken; exit 1 where a MUST is.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { checkFocus, type FocusRules } from '../src/engine/index.ts'
import { parseCsv } from '../src/server/export/parse-csv.ts'

/** What Barrack has of what the rules ask for only where a provider has it. */
const SUPPORTED = [
  'ACCOUNT_NAMING_SUPPORTED',
  'PUBLIC_PRICE_LIST_SUPPORTED',
  'USAGE_MEASUREMENT_SUPPORTED',
  'UNIT_PRICING_SUPPORTED',
  'BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED',
  'RESOURCE_TYPE_ASSIGNMENT_SUPPORTED',
  'REGION_SUPPORTED',
]

const { positionals } = parseArgs({ allowPositionals: true })
const [rulesFile, currencyFile, file, allowed = ''] = positionals
if (!rulesFile || !currencyFile || !file) {
  console.error('Usage: check-focus RULES.json CURRENCIES.csv FILE.csv [ALLOWED,RULE,IDS]')
  process.exit(2)
}

const { ModelDatasets, ModelRules } = JSON.parse(await readFile(rulesFile, 'utf8')) as {
  ModelDatasets: Record<string, unknown>
  ModelRules: FocusRules
}
const [columns = [], ...rows] = parseCsv(await readFile(file, 'utf8'))
const currencies = parseCsv(await readFile(currencyFile, 'utf8')).flat()
const report = checkFocus({
  rules: ModelRules,
  table: {
    columns,
    rows: rows.map((cells) => Object.fromEntries(columns.map((name, i) => [name, cells[i] || null]))),
  },
  supported: new Set(SUPPORTED),
  currencies: new Set(currencies),
  allowed: new Set(allowed.split(',')),
})

for (const { rule, severity, says, rows: broken, first } of report.findings) {
  const where = first === null ? 'the table' : `${broken} rows, the first is line ${first + 2}`
  console.log(`${severity}  ${rule}  ${where}: ${says}`)
}
const errors = report.findings.filter(({ severity }) => severity === 'error').length
console.log(
  `${Object.keys(ModelDatasets).join(', ')}: ${rows.length} rows, ${report.checked} rules checked, ` +
    `${report.passedOver} passed over, ${errors} broken`,
)
process.exitCode = errors > 0 ? 1 : 0
