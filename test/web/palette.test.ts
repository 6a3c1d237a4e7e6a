import { describe, expect, it } from 'vitest'
import { faded, GREY, INK, SERIES, slotsOf } from '../../web/charts/palette.ts'

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const { surface, text, muted } = INK[theme]

  it.each([...SERIES[theme], ...Object.values(GREY[theme])])('shows %s by 3:1', (color) => {
    expect(contrast(color, surface)).toBeGreaterThanOrEqual(3)
  })

  it.each([text, muted])('can be read in %s', (color) => expect(contrast(color, surface)).toBeGreaterThanOrEqual(4.5))
})

describe('slots', () => {
  it('stay with a model whoever else is shown', () => {
    expect(slotsOf(['L40']).get('L40')).toBe(slotsOf(['RTX-A6000', 'L40']).get('L40'))
  })

  it('differ between models that are shown together', () => {
    const models = [
      'H100-80G-PCIe',
      'H100-80G-PCIe-NVLink',
      'H100-80G-SXM5',
      'A100-80G-PCIe',
      'A100-80G-SXM4',
      'L40',
      'x',
      'y',
    ]
    expect(new Set(slotsOf(models).values()).size).toBe(8)
  })

  it('do not depend on the order, so that two charts of a page agree', () => {
    const models = ['A100-SXM4-80GB-NVLink', 'A100-PCIe-80GB', 'L40']
    expect(slotsOf(models.toReversed())).toEqual(slotsOf(models))
  })

  it('are shared by the ninth, not lost', () => {
    const models = Array.from({ length: 12 }, (_, index) => `model-${index}`)
    expect([...slotsOf(models).values()].every((slot) => slot >= 0 && slot < 8)).toBe(true)
  })
})

it('fades a colour', () => expect(faded('#0072b2', 0.35)).toBe('#0072b259'))

/** The contrast of WCAG 2: relative luminance of both, 5 % light added. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((left, right) => right - left)
  return (light! + 0.05) / (dark! + 0.05)
}

function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  const [red, green, blue] = channels.map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
