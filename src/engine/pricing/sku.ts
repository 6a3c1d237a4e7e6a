// What is priced, as one text: the key of the price book and the `sku` of every charge.

/** The flat rate of a hibernated machine, whatever its tier and size. */
export const HIBERNATED_SKU = 'hibernated'

/** 'gpu/legacy/RTX-A6000': one GPU of a machine that runs or is shut off. */
export function gpuSku(tier: string | null, model: string | null): string {
  return `gpu/${tier ?? 'unknown'}/${model ?? 'unknown'}`
}

/**
 * 'volume/legacy/SSD'. A billing record does not tell the type and a forgotten volume never will: such a volume is
 * 'volume/advanced/unknown' and has no price.
 */
export function volumeSku(tier: string | null, type: string | null): string {
  return `volume/${tier ?? 'unknown'}/${type ?? 'unknown'}`
}

/** 'snapshot/legacy'. */
export function snapshotSku(tier: string | null): string {
  return `snapshot/${tier ?? 'unknown'}`
}

/** 'image/legacy'. */
export function imageSku(tier: string | null): string {
  return `image/${tier ?? 'unknown'}`
}

/** One public address. */
export const PUBLIC_IP_SKU = 'public_ip'

/** 'ai/MODEL/input': a million tokens in one direction. */
export function aiSku(model: string, direction: 'input' | 'output'): string {
  return `ai/${model}/${direction}`
}
