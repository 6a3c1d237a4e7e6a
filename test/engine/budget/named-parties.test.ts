import { describe, expect, test } from 'vitest'
import { isForParties } from '../../../src/engine/budget/index.ts'
import type { DimensionFilter, DimensionValues } from '../../../src/engine/index.ts'

const NOBODY = { project: [], owner: [], cost_center: [] }
const part = (project: string | null, owner: string | null): DimensionValues => ({ project, owner, cost_center: null })
const PARTS = [part('lab', 'anna'), part('web', 'eve'), part(null, 'eve')]

describe('isForParties', () => {
  test.each<[what: string, named: object, only: DimensionFilter, is: boolean]>([
    ['who is named', { project: ['lab'] }, { project: 'lab' }, true],
    ['one of several', { project: ['lab', 'web'] }, { project: 'web' }, true],
    ['somebody else', { project: ['lab'] }, { project: 'web' }, false],
    ['an owner by what is hers of a project', { project: ['lab'] }, { owner: 'anna' }, true],
    ['an owner who has nothing of it', { project: ['lab'] }, { owner: 'eve' }, false],
    ['both together', { project: ['lab'] }, { project: 'lab', owner: 'anna' }, true],
    ['both, of which one has nothing of the other', { project: ['lab'] }, { project: 'lab', owner: 'eve' }, false],
    ['the whole wallet is nobody alone', {}, { project: 'lab' }, false],
    ['the whole wallet is of no project', {}, { project: 'not assigned' }, true],
    ['an owner alone is of no project', { owner: ['eve'] }, { project: 'not assigned' }, true],
    ['what has no project', { project: ['not assigned'] }, { owner: 'eve' }, true],
  ])('%s', (_, named, only, is) => {
    expect(isForParties({ ...NOBODY, ...named }, only, PARTS)).toBe(is)
  })
})
