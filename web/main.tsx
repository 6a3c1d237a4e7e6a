import { render } from 'preact'
import { App } from './app.tsx'
import { registerCharts } from './charts/register.ts'
import { startRouter } from './router.ts'
import { startTheme } from './theme.ts'
import './styles/theme.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/planning.css'
import './styles/table.css'

startTheme()
startRouter()
registerCharts()
render(<App />, document.getElementById('app')!)
