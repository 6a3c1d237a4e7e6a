export { storageAdvice, type StorageAdvice } from './storage-advice.ts'
