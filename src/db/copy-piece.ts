import type { Day, Instant } from '../engine/time.ts'

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
/** Postgres counts from 2000 on. */
const EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000
const ENDLESS: Readonly<Record<string, number>> = { '-infinity': -(2 ** 31), infinity: 2 ** 31 - 1 }
const NEGATIVE = 0x4000
/** Twelve places are three of numeric's digits, which are 0 to 9999. */
const BASE = 10_000
const PLACES = 12
const FRACTION_DIGITS = PLACES / 4
const ONE = BASE ** FRACTION_DIGITS
/** Up to here short text is written letter by letter, which is quicker than asking the runtime to. */
const SHORT = 40

/**
 * A piece of COPY's binary format (https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS): each
 * cell is its length and then the bytes in the form of its type, so the server has nothing to read as text. Rows may
 * make it longer than it was meant to be.
 */
export class CopyPiece {
  #bytes: Buffer
  #view: DataView
  #at = 0

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size + (size >> 2))
    this.#view = viewOf(this.#bytes)
  }

  get length(): number {
    return this.#at
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#at)
  }

  /** Stands before the first row: no flags, no extension. */
  header(): void {
    this.#reserve(SIGNATURE.length + 8)
    this.#at += SIGNATURE.copy(this.#bytes, this.#at)
    this.#int32(0)
    this.#int32(0)
  }

  /** Stands after the last row. */
  trailer(): void {
    this.row(-1)
  }

  /** Begins a row of so many cells. */
  row(cells: number): void {
    this.#reserve(2)
    this.#int16(cells)
  }

  null(): void {
    this.#reserve(4)
    this.#int32(-1)
  }

  boolean(value: boolean): void {
    this.#reserve(5)
    this.#int32(1)
    this.#bytes[this.#at++] = value ? 1 : 0
  }

  int4(value: number): void {
    if ((value | 0) !== value) throw new RangeError(`${value} is no integer of four bytes`)
    this.#reserve(8)
    this.#int32(4)
    this.#int32(value)
  }

  int8(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no integer that can be stored exactly`)
    this.#reserve(12)
    this.#int32(8)
    this.#int32(Math.floor(value / 2 ** 32))
    this.#int32(value)
  }

  /** Microseconds. */
  timestamptz(at: Instant): void {
    this.int8((at - EPOCH_MS) * 1000)
  }

  /** Also 'infinity' and '-infinity' (day-bound.ts). */
  date(day: Day): void {
    this.int4(ENDLESS[day] ?? (Date.parse(day) - EPOCH_MS) / DAY_MS)
  }

  text(value: string): void {
    this.#reserve(4 + 3 * value.length)
    const start = this.#at + 4
    const written = value.length <= SHORT ? this.#ascii(value, start) : -1
    this.#ended(start + (written === -1 ? this.#bytes.write(value, start) : written))
  }

  /** The text of a JSON value. */
  jsonb(json: string): void {
    this.#reserve(5 + 3 * json.length)
    const start = this.#at + 4
    this.#bytes[start] = 1
    this.#ended(start + 1 + this.#bytes.write(json, start + 1))
  }

  /** An amount in 1e-12: 2_490_000_000_000n is 2.49, the digits 2 and 4900 0000 0000. */
  numeric(picos: bigint): void {
    const size = Number(picos)
    const digits = Number.isSafeInteger(size) ? digitsOf(Math.abs(size)) : digitsOfLarge(picos < 0n ? -picos : picos)
    this.#reserve(12 + 2 * digits.length)
    this.#int32(8 + 2 * digits.length)
    this.#int16(digits.length)
    this.#int16(digits.length - FRACTION_DIGITS - 1)
    this.#int16(size < 0 ? NEGATIVE : 0)
    this.#int16(PLACES)
    for (const digit of digits) this.#int16(digit)
  }

  /** The bytes that short plain text takes; -1 where it is none. */
  #ascii(value: string, start: number): number {
    const bytes = this.#bytes
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 127) return -1
      bytes[start + i] = code
    }
    return value.length
  }

  /** The cell whose length is still to be written ends here. */
  #ended(end: number): void {
    this.#view.setInt32(this.#at, end - this.#at - 4)
    this.#at = end
  }

  #int16(value: number): void {
    this.#view.setInt16(this.#at, value)
    this.#at += 2
  }

  /** The lower 32 bits of a whole number. */
  #int32(value: number): void {
    this.#view.setInt32(this.#at, value)
    this.#at += 4
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return
    const longer = Buffer.allocUnsafeSlow(2 * this.#bytes.length + size)
    this.#bytes.copy(longer, 0, 0, this.#at)
    this.#bytes = longer
    this.#view = viewOf(longer)
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer) => new DataView(buffer, byteOffset, byteLength)

/** The digits of an amount that a number holds exactly: one before the point, since 2^53 picos are 9007. */
function digitsOf(picos: number): number[] {
  const whole = Math.floor(picos / ONE)
  const fraction = picos - whole * ONE
  return [whole, Math.floor(fraction / BASE ** 2), Math.floor(fraction / BASE) % BASE, fraction % BASE]
}

function digitsOfLarge(picos: bigint): number[] {
  const digits: number[] = []
  for (let left = picos; left > 0n; left /= BigInt(BASE)) digits.unshift(Number(left % BigInt(BASE)))
  return digits
}
