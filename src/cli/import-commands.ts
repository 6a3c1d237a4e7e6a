import type { Command } from 'commander'
import { run, whole } from './arguments.ts'

/** Figures from a file. */
export function addImportCommands(program: Command): void {
  const imports = program.command('import').description('take figures from a file').exitOverride()
  imports
    .command('billing')
    .description(
      'saved answers of the billing lists (JSON), or a charges CSV as exported; the checks are those of an ingest',
    )
    .argument('<file>', 'JSON or CSV; - reads stdin')
    .action(
      run(async (config, file: string) =>
        (await import('../commands/import-billing.ts')).importBillingFile(config, file),
      ),
    )
  imports
    .command('prices')
    .description('dated lists and contracts, as CSV: sku, currency, price, valid_from and more')
    .argument('<file>', 'CSV; - reads stdin')
    .action(
      run(async (config, file: string) => (await import('../commands/import-file.ts')).importPrices(config, file)),
    )
  imports
    .command('fx')
    .description("exchange rates: the ECB's history CSV as it is downloaded")
    .argument('<file>', 'CSV; - reads stdin')
    .action(run(async (config, file: string) => (await import('../commands/import-file.ts')).importFx(config, file)))
  imports
    .command('throughput')
    .description('what the own work gets out of GPUs, as CSV: workload, gpu_model, gpu_count, unit, per_second')
    .argument('<file>', 'CSV; - reads stdin')
    .action(
      run(async (config, file: string) => (await import('../commands/import-file.ts')).importThroughput(config, file)),
    )

  imports
    .command('assignments')
    .description('project, owner, cost_center by resource; or ordered rules; or hours of use of shared machines')
    .argument('<file>', 'CSV; - reads stdin')
    .action(
      run(async (config, file: string) => (await import('../commands/import-file.ts')).importAssignments(config, file)),
    )
  imports
    .command('facts')
    .description(
      'what Barrack does not tell of resources, as CSV: resource, region, tier, volume_type; no amount changes',
    )
    .argument('<file>', 'CSV, as `export facts` gives it; - reads stdin')
    .option('--by <name>', 'who says so; your user name unless told')
    .action(
      run(async (config, file: string, options: { by?: string }) =>
        (await import('../commands/facts.ts')).importFacts(config, file, options),
      ),
    )
  imports
    .command('topups')
    .description('credit that was bought or given, as CSV: day, currency, net and more')
    .argument('<file>', 'CSV; - reads stdin')
    .action(
      run(async (config, file: string) => (await import('../commands/import-file.ts')).importTopUps(config, file)),
    )
  imports
    .command('ledger-accounts')
    .description('where bookings go, as CSV: kind, currency, cost_center, account, contra_account; replaces the table')
    .argument('<file>', 'CSV; - reads stdin')
    .action(
      run(async (config, file: string) =>
        (await import('../commands/import-file.ts')).importLedgerAccounts(config, file),
      ),
    )
  imports
    .command('budgets')
    .description('budgets, as CSV: name, currency, amount and more; lines of one name are amounts from a day on')
    .argument('<file>', 'CSV; - reads stdin')
    .action(
      run(async (config, file: string) => (await import('../commands/import-file.ts')).importBudgets(config, file)),
    )
  imports
    .command('funds')
    .description('grants, as CSV: name, currency, amount, first_day, last_day, projects')
    .argument('<file>', 'CSV; - reads stdin')
    .action(run(async (config, file: string) => (await import('../commands/import-file.ts')).importFunds(config, file)))
  imports
    .command('utilization')
    .description('measured use of GPUs: CSV time,machine,gpu_util, a Prometheus, or the JSON of its range query')
    .argument('<file>', 'CSV or JSON; - reads stdin; or the address of a Prometheus, such as http://prometheus:9090')
    .option('--query <promql>', 'what a Prometheus is asked: use in per cent', 'DCGM_FI_DEV_GPU_UTIL')
    .option('--days <n>', 'so many days back', whole, 28)
    .action(
      run(async (config, file: string, options: { query: string; days: number }) =>
        (await import('../commands/import-utilisation.ts')).importUtilisation(config, file, options),
      ),
    )
}
