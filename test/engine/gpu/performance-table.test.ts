import { describe, expect, it } from 'vitest'
import { gpuPerformance, performanceOf, performanceSources } from '../../../src/engine/index.ts'

/** Every model of the price lists that are known: the example of the API, June 2025, the upstream's price book. */
const LISTED = [
  ...['H100-PCIe-NVLink-80GB', 'RTX-A6000', 'B300-262GB', 'H100-SXM5-80GB'],
  ...['H100-PCIe-80GB', 'A100-SXM4-80GB-NVLink', 'A100-PCIe-80GB', 'L40', 'A40', 'A100-SXM4-80GB'],
  ...['A100-80G-PCIe', 'A100-80G-PCIe-NVLink', 'A100-80G-SXM4', 'H100-80G-PCIe', 'H100-80G-PCIe-NVLink'],
  ...['H100-80G-SXM5', 'H100-80G-SXM5-IB', 'H200-141G-SXM5', 'B200-SXM', 'B300-SXM', 'RTX-A4000', 'RTX-PRO6000-SE'],
  ...['H100-80G-PCIe-spot', 'RTX-A6000-spot', 'L40-spot', 'A100-80G-PCIe-spot', 'RTX-PRO6000-SE-spot'],
]

describe('the performance table', () => {
  it('has a row for every model of the known price lists', () => {
    expect(LISTED.filter((model) => performanceOf(model) === null)).toEqual([])
  })

  it('says that it has no figures of a model it does not know', () => {
    expect(performanceOf('GTX-9000')).toBeNull()
  })

  it('calls no two cards by one name', () => {
    const names = gpuPerformance.flatMap((row) => [row.model, ...row.alsoCalled])
    expect(
      names.filter(
        (name) =>
          performanceOf(name)?.model !==
          gpuPerformance.find((row) => [row.model, ...row.alsoCalled].includes(name))?.model,
      ),
    ).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  it('names a source for every figure', () => {
    for (const row of gpuPerformance) {
      for (const one of [
        row.bf16Tflops,
        row.fp8Tflops,
        row.memoryGb,
        row.memoryTbPerSecond,
        row.interconnect,
        row.powerWatts,
      ]) {
        if (one) expect(performanceSources[one.source].url).toMatch(/^https:\/\//)
      }
    }
  })

  it('holds dense figures alone: FP8 is twice BF16 on every card that has it', () => {
    for (const { model, bf16Tflops, fp8Tflops } of gpuPerformance) {
      if (bf16Tflops && fp8Tflops) expect(fp8Tflops.value / bf16Tflops.value, model).toBeCloseTo(2, 2)
    }
  })

  it('knows Hopper and later by their FP8, Ampere by the lack of it', () => {
    const withFp8 = gpuPerformance.filter((row) => row.fp8Tflops).map((row) => row.model.split('-')[0])
    expect(new Set(withFp8)).toEqual(new Set(['B300', 'B200', 'H200', 'H100', 'L40']))
  })
})
