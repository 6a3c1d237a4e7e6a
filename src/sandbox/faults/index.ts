import { backwards } from './backwards.ts'
import { badGateway } from './bad-gateway.ts'
import { clockSkew } from './clock-skew.ts'
import { dropped } from './dropped.ts'
import { duplicateRecords } from './duplicate-records.ts'
import { endlessPages } from './endless-pages.ts'
import type { Fault } from './fault.ts'
import { notANumber } from './not-a-number.ts'
import { notOffered } from './not-offered.ts'
import { numbersAsText } from './numbers-as-text.ts'
import { otherCase } from './other-case.ts'
import { proxyPage } from './proxy-page.ts'
import { rateLimited, rateLimitedWithTime } from './rate-limited.ts'
import { refusedKey } from './refused-key.ts'
import { serverError } from './server-error.ts'
import { shiftingPages } from './shifting-pages.ts'
import { shuffledRecords } from './shuffled-records.ts'
import { slow } from './slow.ts'
import { truncated } from './truncated.ts'
import { unknownWords } from './unknown-words.ts'
import { zonelessTimes } from './zoneless-times.ts'

export const FAULTS: readonly Fault[] = [
  rateLimited,
  rateLimitedWithTime,
  serverError,
  badGateway,
  proxyPage,
  truncated,
  dropped,
  slow,
  endlessPages,
  shiftingPages,
  duplicateRecords,
  shuffledRecords,
  refusedKey,
  notOffered,
  clockSkew,
  otherCase,
  zonelessTimes,
  numbersAsText,
  notANumber,
  unknownWords,
  backwards,
]
