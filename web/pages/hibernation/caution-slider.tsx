interface Props {
  readonly step: number
  readonly onStep: (step: number) => void
}

/** What a needed hour without the machine is worth, in hours of its price: the five steps that the API knows. */
const WORTH = [1, 2, 3, 6, 10]

/** From 'save more' to 'miss fewer needed hours'. */
export function CautionSlider({ step, onStep }: Props) {
  return (
    <label class="slider">
      <span>Caution: a missed hour costs {WORTH[step]} × the hourly price</span>
      <input
        type="range"
        min={0}
        max={WORTH.length - 1}
        step={1}
        value={step}
        aria-valuetext={`a missed hour costs ${WORTH[step]!} times the hourly price`}
        onChange={({ currentTarget }) => onStep(Number(currentTarget.value))}
      />
      <span class="ends" aria-hidden="true">
        <span>save more</span>
        <span>miss less</span>
      </span>
    </label>
  )
}
