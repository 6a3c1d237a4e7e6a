/** A text on a page of A4, in points from its upper left corner. */
export interface PdfText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
  /** Sans for words; mono for columns of numbers, whose letters are all 0.6 of their size wide. */
  readonly font: 'sans' | 'bold' | 'mono'
}

const HEIGHT = 842
const WIDTH = 595
const FONTS = { sans: 'Helvetica', bold: 'Helvetica-Bold', mono: 'Courier' } as const
const NAMES = Object.keys(FONTS) as (keyof typeof FONTS)[]

/** Letters of running text in Helvetica are this wide of their size on average, with room for wide ones. */
const LETTER_WIDTH = 0.54
/** Between margins of 48 points. */
const TEXT_WIDTH = WIDTH - 2 * 48

/** A text in lines that fit between the margins, cut between words; at 9 points a line has up to 102 letters. */
export function wrapped(text: string, size: number): string[] {
  const letters = Math.floor(TEXT_WIDTH / (size * LETTER_WIDTH))
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && longer.length > letters) lines.push(line)
    line = line !== '' && longer.length > letters ? word : longer
  }
  return [...lines, line]
}

/**
 * Pages of text as a PDF of A4 in the fonts that every reader has, without a picture; the same bytes each time. Letters
 * outside of Latin-1 become '?'. Source: ISO 32000-1, 7.5 (file structure) and 9.6.2.2 (standard fonts).
 */
export function pdf(pages: readonly (readonly PdfText[])[], title: string): Uint8Array {
  const objects: Buffer[] = []
  const add = (content: string | Buffer) => objects.push(typeof content === 'string' ? latin(content) : content)
  const firstPage = 3 + NAMES.length
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + 2 * i} 0 R`).join(' ')}] >>`)
  for (const name of NAMES) {
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${FONTS[name]} /Encoding /WinAnsiEncoding >>`)
  }
  const fonts = NAMES.map((_, i) => `/F${i} ${3 + i} 0 R`).join(' ')
  for (const [i, texts] of pages.entries()) {
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents ${firstPage + 2 * i + 1} 0 R ` +
        `/Resources << /Font << ${fonts} >> >> >>`,
    )
    const stream = texts.map(drawn).join('\n')
    const body = latin(stream)
    add(Buffer.concat([latin(`<< /Length ${body.length} >>\nstream\n`), body, latin('\nendstream')]))
  }
  add(`<< /Title (${escaped(title)}) /Producer (Quartermaster) >>`)
  return written(objects)
}

const drawn = ({ text, x, y, size, font }: PdfText) =>
  `BT /F${NAMES.indexOf(font)} ${size} Tf ${x} ${HEIGHT - y} Td (${escaped(text)}) Tj ET`

const escaped = (text: string) => text.replace(/[\\()]/g, '\\$&').replace(/[\r\n]+/g, ' ')

const PLAIN: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '€': 'EUR',
}

/** Latin letters stand as they are; dashes and quotes have a plain one, the others '?'. */
const latin = (text: string) =>
  Buffer.from(Array.from(text, (letter) => PLAIN[letter] ?? (letter <= 'ÿ' ? letter : '?')).join(''), 'latin1')

function written(objects: readonly Buffer[]): Uint8Array {
  const parts: Buffer[] = [latin('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]!.length
  const push = (part: Buffer) => {
    parts.push(part)
    length += part.length
  }
  for (const [i, object] of objects.entries()) {
    offsets.push(length)
    push(Buffer.concat([latin(`${i + 1} 0 obj\n`), object, latin('\nendobj\n')]))
  }
  const table = length
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  push(latin(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`))
  push(latin(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\n`))
  push(latin(`startxref\n${table}\n%%EOF\n`))
  return Buffer.concat(parts)
}
