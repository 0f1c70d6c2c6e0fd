import { test } from '@japa/runner'
import fc from 'fast-check'
import { CSV_MARK, csvLine, parseCsv } from '#core/csv'

test.group('CSV', () => {
  test('a cell a spreadsheet would run becomes text: {$self}')
    .with(['=1+1', '+8801712345678', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])
    .run(({ assert }, cell) => {
      assert.match(csvLine([cell]), /^"?'/)
    })

  test('separators, quotes and line ends are quoted', ({ assert }) => {
    assert.equal(
      csvLine(['a,b', 'say "hi"', 'two\nlines', null, 7]),
      '"a,b","say ""hi""","two\nlines",,7\r\n'
    )
  })

  test('reads {0}')
    .with([
      [
        'commas',
        'a,b\nc,d',
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ],
      [
        'semicolons',
        'a;b\r\nc;d\r\n',
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ],
      [
        'old line ends and a mark',
        `${CSV_MARK}a,b\rc,d`,
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ],
      ['quotes within quotes', '"say ""hi"", then",x', [['say "hi", then', 'x']]],
      ['lines within quotes', '"one\ntwo",x\ny', [['one\ntwo', 'x'], ['y']]],
      ['a quote never closed', 'a,"b\nc', [['a', 'b\nc']]],
      ['a stray quote', 'a"b,c', [['a"b', 'c']]],
      ['empty lines and cells', '\n,\na,,\n\n', [['a', '', '']]],
      [
        'what we led with an apostrophe',
        "'+8801712345678,'quoted'",
        [['+8801712345678', "'quoted'"]],
      ],
      ['nothing', '', []],
    ] as [string, string, string[][]][])
    .run(({ assert }, [, text, expected]) => {
      assert.deepEqual(
        parseCsv(text).map(({ cells }) => cells),
        expected
      )
    })

  test('says on which line of the file a record begins', ({ assert }) => {
    assert.deepEqual(
      parseCsv('a\n\n"b\nc"\nd').map(({ line }) => line),
      [1, 3, 5]
    )
  })

  test('reads back whatever it wrote', ({ assert }) => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((cell) => cell.trim())
      .filter((cell) => !cell.startsWith("'"))
    const cells = fc.array(text, { minLength: 1, maxLength: 5 }).filter((row) => row.some(Boolean))
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 6 }), (rows) => {
        const csv = CSV_MARK + csvLine(['x', 'y']) + rows.map(csvLine).join('')
        assert.deepEqual(
          parseCsv(csv)
            .slice(1)
            .map((record) => record.cells),
          rows
        )
      })
    )
  })
})
