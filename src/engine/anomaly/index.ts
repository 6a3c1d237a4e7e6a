export { createAnomalyDetector, detectAnomalies, type Anomaly, type AnomalyDetector } from './anomaly-detector.ts'
export {
  ANOMALY_CAUSES,
  ANOMALY_KEYS,
  type AnomalousResource,
  type AnomalyCause,
  type AnomalyKey,
  type SpendAnomaly,
} from './spend-anomaly.ts'
export { learnedFrom, spendAnomalies, type SpendAnomaliesInput } from './spend-anomalies.ts'
