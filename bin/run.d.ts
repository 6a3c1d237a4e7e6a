export declare const NODE_FLAGS: readonly string[]
export declare function runOnPinnedNode(args: readonly string[]): void
