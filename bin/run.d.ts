export declare const INGEST_FLAGS: readonly string[]
export declare function runOnPinnedNode(args: readonly string[], flags?: readonly string[]): void
