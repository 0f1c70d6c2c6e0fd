import { test } from '@japa/runner'
import { IMPORT_LINES, ImportTooLong, readImport } from '#hotspot/customers/import_file'

test.group('A file of customers', () => {
  test('numbers are read as people of the country write them', ({ assert }) => {
    const { rows } = readImport('01712345678,Rahim\n+8801812345678,,"Shop, 12"', 'BD')
    assert.deepEqual(rows, [
      { line: 1, mobile: '+8801712345678', name: 'Rahim', notes: null },
      { line: 2, mobile: '+8801812345678', name: null, notes: 'Shop, 12' },
    ] as typeof rows)
  })

  test('a first line of names says which column is which', ({ assert }) => {
    const { rows } = readImport('Notes;Name;Mobile\nx;Rahim;01712345678', 'BD')
    assert.deepEqual(rows, [
      { line: 2, mobile: '+8801712345678', name: 'Rahim', notes: 'x' },
    ] as typeof rows)
  })

  test('what cannot be read is told by line, and repetitions are left out', ({ assert }) => {
    const file = readImport(
      `number,name\n123,x\n01712345678,${'n'.repeat(81)}\n01712345678,a\n+8801712345678,b\n,c`,
      'BD'
    )
    assert.deepEqual(
      file.faults.map(({ line, fault }) => [line, fault]),
      [
        [2, 'number'],
        [3, 'name'],
        [6, 'number'],
      ]
    )
    assert.deepEqual(
      file.rows.map(({ name }) => name),
      ['a']
    )
    assert.deepEqual(file.repeated, [5])
  })

  test('more lines than are taken at once are refused', ({ assert }) => {
    const lines = (count: number) => Array.from({ length: count }, () => '01712345678').join('\n')
    assert.lengthOf(readImport(lines(IMPORT_LINES), 'BD').repeated, IMPORT_LINES - 1)
    assert.throws(() => readImport(lines(IMPORT_LINES + 1), 'BD'), ImportTooLong)
  })
})
