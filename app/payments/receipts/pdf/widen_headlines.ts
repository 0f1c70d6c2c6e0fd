import type { Shaped } from 'fontkit'

/** Noto Sans Bengali names the pieces of headline that it adds to a conjunct by their length. */
const HEADLINE = /^headlinebeng\.(\d+)$/

/**
 * Makes room for the headline of a widened conjunct (ক্ত), without which the
 * space after it vanishes. The font asks for it by a lookup with a mark
 * filtering set (OpenType GPOS), which fontkit does not know. The room goes
 * behind the marks of the conjunct, so that they stay where they are.
 */
export function widenHeadlines(shaped: Shaped): Shaped {
  const { glyphs, positions } = shaped
  for (const [index, { name }] of glyphs.entries()) {
    const length = Number(HEADLINE.exec(name ?? '')?.[1] ?? 0)
    const headline = positions[index]
    if (length === 0 || headline?.xAdvance !== 0) continue

    let base = index
    while (positions[base]?.xAdvance === 0) base -= 1
    /** Where no mark stands between base and headline, fontkit has made the room itself. */
    if (positions[base]?.xAdvance !== glyphs[base]?.advanceWidth) continue

    let last = index
    while (positions[last + 1]?.xAdvance === 0) last += 1
    const position = positions[last]
    /** A headline that begins over its base needs only what reaches beyond it. */
    if (position) position.xAdvance += Math.max(0, length + headline.xOffset)
  }
  return shaped
}
