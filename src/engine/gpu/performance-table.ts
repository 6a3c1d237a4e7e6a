/** Where a figure was published. */
export interface FigureSource {
  readonly title: string
  readonly url: string
}

/** A published figure; `halved` where the source gives it with 2:4 sparsity alone and dense is half of it. */
export interface Figure {
  readonly value: number
  readonly source: keyof typeof SOURCES
  readonly halved?: true
}

/** What one GPU of a model can do at most, dense; null where no source gives it or the hardware does not have it. */
export interface GpuPerformance {
  readonly model: string
  /** Other names of the same card: of the price lists, the stock list, the upstream. */
  readonly alsoCalled: readonly string[]
  readonly bf16Tflops: Figure | null
  readonly fp8Tflops: Figure | null
  readonly memoryGb: Figure
  /** Terabytes (1e12 bytes) a second. */
  readonly memoryTbPerSecond: Figure
  readonly interconnect: { readonly kind: string; readonly gbPerSecond: number; readonly source: keyof typeof SOURCES }
  readonly powerWatts: Figure | null
}

export const SOURCES = {
  h100: {
    title: 'NVIDIA H100 Tensor Core GPU datasheet',
    url: 'https://resources.nvidia.com/en-us-tensor-core/nvidia-tensor-core-gpu-datasheet',
  },
  hopper: {
    title: 'NVIDIA H100 Tensor Core GPU Architecture whitepaper',
    url: 'https://resources.nvidia.com/en-us-tensor-core/gtc22-whitepaper-hopper',
  },
  h200: {
    title: 'NVIDIA H200 Tensor Core GPU datasheet',
    url: 'https://resources.nvidia.com/en-us-data-center-overview-mc/en-us-data-center-overview/hpc-datasheet-sc23-h200',
  },
  a100: {
    title: 'NVIDIA A100 80GB Tensor Core GPU datasheet',
    url: 'https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf',
  },
  l40: {
    title: 'NVIDIA L40 datasheet',
    url: 'https://www.nvidia.com/content/dam/en-zz/Solutions/design-visualization/support-guide/NVIDIA-L40-Datasheet-January-2023.pdf',
  },
  a6000: {
    title: 'NVIDIA RTX A6000 datasheet',
    url: 'https://www.nvidia.com/content/dam/en-zz/Solutions/design-visualization/quadro-product-literature/proviz-print-nvidia-rtx-a6000-datasheet-us-nvidia-1454980-r9-web%20(1).pdf',
  },
  a40: {
    title: 'NVIDIA A40 datasheet',
    url: 'https://images.nvidia.com/content/Solutions/data-center/a40/nvidia-a40-datasheet.pdf',
  },
  a4000: {
    title: 'NVIDIA RTX A4000 datasheet',
    url: 'https://www.nvidia.com/content/dam/en-zz/Solutions/gtcs21/rtx-a4000/nvidia-rtx-a4000-datasheet.pdf',
  },
  hgx: {
    title: 'NVIDIA HGX platform, table of HGX B300 and HGX B200',
    url: 'https://www.nvidia.com/en-us/data-center/hgx/',
  },
  dgxB200: {
    title: 'NVIDIA DGX B200 datasheet',
    url: 'https://resources.nvidia.com/en-us-dgx-systems/dgx-b200-datasheet',
  },
  blackwell: {
    title: 'NVIDIA Blackwell Architecture technical brief',
    url: 'https://resources.nvidia.com/en-us-blackwell-architecture',
  },
  pro6000: {
    title: 'NVIDIA RTX PRO 6000 Blackwell Server Edition',
    url: 'https://www.nvidia.com/en-us/data-center/rtx-pro-6000-blackwell-server-edition/',
  },
} as const satisfies Record<string, FigureSource>

const figure = (value: number, source: keyof typeof SOURCES): Figure => ({ value, source })
const halved = (sparse: number, source: keyof typeof SOURCES): Figure => ({ value: sparse / 2, source, halved: true })

/** One row per card. Figures of a machine of eight are taken for each of its GPUs. */
export const gpuPerformance: readonly GpuPerformance[] = [
  {
    model: 'B300-262GB',
    alsoCalled: ['B300-SXM', 'B300'],
    bf16Tflops: halved(4500, 'hgx'),
    fp8Tflops: halved(9000, 'hgx'),
    // Nominal; the 262 of its name is what a program can use.
    memoryGb: figure(288, 'hgx'),
    memoryTbPerSecond: figure(8, 'hgx'),
    interconnect: { kind: 'NVLink 5', gbPerSecond: 1800, source: 'hgx' },
    powerWatts: null,
  },
  {
    model: 'B200-SXM',
    alsoCalled: ['B200', 'B200-SXM6-180GB', 'B200-180GB'],
    bf16Tflops: halved(4500, 'hgx'),
    fp8Tflops: halved(9000, 'hgx'),
    memoryGb: figure(180, 'dgxB200'),
    memoryTbPerSecond: figure(8, 'dgxB200'),
    interconnect: { kind: 'NVLink 5', gbPerSecond: 1800, source: 'hgx' },
    powerWatts: figure(1000, 'blackwell'),
  },
  {
    model: 'H200-141G-SXM5',
    alsoCalled: ['H200-SXM', 'H200', 'H200-SXM5-141GB'],
    bf16Tflops: halved(1979, 'h200'),
    fp8Tflops: halved(3958, 'h200'),
    memoryGb: figure(141, 'h200'),
    memoryTbPerSecond: figure(4.8, 'h200'),
    interconnect: { kind: 'NVLink 4', gbPerSecond: 900, source: 'h200' },
    powerWatts: figure(700, 'h200'),
  },
  {
    model: 'H100-SXM5-80GB',
    alsoCalled: ['H100-80G-SXM5', 'H100-80G-SXM5-IB', 'H100-SXM'],
    bf16Tflops: figure(989.4, 'hopper'),
    fp8Tflops: figure(1978.9, 'hopper'),
    memoryGb: figure(80, 'h100'),
    memoryTbPerSecond: figure(3.35, 'h100'),
    interconnect: { kind: 'NVLink 4', gbPerSecond: 900, source: 'h100' },
    powerWatts: figure(700, 'h100'),
  },
  {
    model: 'H100-PCIe-NVLink-80GB',
    alsoCalled: ['H100-80G-PCIe-NVLink', 'H100-NVLink'],
    bf16Tflops: figure(756, 'hopper'),
    fp8Tflops: figure(1513, 'hopper'),
    memoryGb: figure(80, 'hopper'),
    memoryTbPerSecond: figure(2, 'hopper'),
    interconnect: { kind: 'NVLink bridge', gbPerSecond: 600, source: 'hopper' },
    powerWatts: figure(350, 'hopper'),
  },
  {
    model: 'H100-PCIe-80GB',
    alsoCalled: ['H100-80G-PCIe', 'H100-PCIe'],
    bf16Tflops: figure(756, 'hopper'),
    fp8Tflops: figure(1513, 'hopper'),
    memoryGb: figure(80, 'hopper'),
    memoryTbPerSecond: figure(2, 'hopper'),
    interconnect: { kind: 'PCIe 5', gbPerSecond: 128, source: 'hopper' },
    powerWatts: figure(350, 'hopper'),
  },
  {
    model: 'A100-SXM4-80GB-NVLink',
    alsoCalled: ['A100-SXM4-80GB', 'A100-80G-SXM4', 'A100-SXM'],
    bf16Tflops: figure(312, 'a100'),
    fp8Tflops: null,
    memoryGb: figure(80, 'a100'),
    memoryTbPerSecond: figure(2.039, 'a100'),
    interconnect: { kind: 'NVLink 3', gbPerSecond: 600, source: 'a100' },
    powerWatts: figure(400, 'a100'),
  },
  {
    model: 'A100-80G-PCIe-NVLink',
    alsoCalled: ['A100-PCIe-NVLink-80GB', 'A100-NVLink'],
    bf16Tflops: figure(312, 'a100'),
    fp8Tflops: null,
    memoryGb: figure(80, 'a100'),
    memoryTbPerSecond: figure(1.935, 'a100'),
    interconnect: { kind: 'NVLink bridge', gbPerSecond: 600, source: 'a100' },
    powerWatts: figure(300, 'a100'),
  },
  {
    model: 'A100-PCIe-80GB',
    alsoCalled: ['A100-80G-PCIe', 'A100-PCIe'],
    bf16Tflops: figure(312, 'a100'),
    fp8Tflops: null,
    memoryGb: figure(80, 'a100'),
    memoryTbPerSecond: figure(1.935, 'a100'),
    interconnect: { kind: 'PCIe 4', gbPerSecond: 64, source: 'a100' },
    powerWatts: figure(300, 'a100'),
  },
  {
    model: 'RTX-PRO6000-SE',
    alsoCalled: ['RTX-Pro-6000-SE'],
    bf16Tflops: null,
    fp8Tflops: null,
    memoryGb: figure(96, 'pro6000'),
    memoryTbPerSecond: figure(1.597, 'pro6000'),
    interconnect: { kind: 'PCIe 5', gbPerSecond: 128, source: 'pro6000' },
    powerWatts: figure(600, 'pro6000'),
  },
  {
    model: 'L40',
    alsoCalled: [],
    bf16Tflops: figure(181.05, 'l40'),
    fp8Tflops: figure(362, 'l40'),
    memoryGb: figure(48, 'l40'),
    memoryTbPerSecond: figure(0.864, 'l40'),
    interconnect: { kind: 'PCIe 4', gbPerSecond: 64, source: 'l40' },
    powerWatts: figure(300, 'l40'),
  },
  {
    model: 'RTX-A6000',
    alsoCalled: ['A6000'],
    bf16Tflops: halved(309.7, 'a6000'),
    fp8Tflops: null,
    memoryGb: figure(48, 'a6000'),
    memoryTbPerSecond: figure(0.768, 'a6000'),
    interconnect: { kind: 'NVLink bridge', gbPerSecond: 112.5, source: 'a6000' },
    powerWatts: figure(300, 'a6000'),
  },
  {
    model: 'A40',
    alsoCalled: [],
    bf16Tflops: figure(149.7, 'a40'),
    fp8Tflops: null,
    memoryGb: figure(48, 'a40'),
    memoryTbPerSecond: figure(0.696, 'a40'),
    interconnect: { kind: 'NVLink bridge', gbPerSecond: 112.5, source: 'a40' },
    powerWatts: figure(300, 'a40'),
  },
  {
    model: 'RTX-A4000',
    alsoCalled: ['A4000'],
    bf16Tflops: halved(153.4, 'a4000'),
    fp8Tflops: null,
    memoryGb: figure(16, 'a4000'),
    memoryTbPerSecond: figure(0.448, 'a4000'),
    interconnect: { kind: 'PCIe 4', gbPerSecond: 64, source: 'a4000' },
    powerWatts: figure(140, 'a4000'),
  },
]

const byName = new Map(gpuPerformance.flatMap((row) => [row.model, ...row.alsoCalled].map((name) => [bare(name), row])))

/** The row of a model by any of its names, spot ones included; null: 'no performance figures'. */
export function performanceOf(model: string): GpuPerformance | null {
  return byName.get(bare(model)) ?? null
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/-spot$/, '')
    .replaceAll(/[^a-z0-9]/g, '')
}
