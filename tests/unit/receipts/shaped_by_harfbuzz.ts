/**
 * Written by hb-shape of HarfBuzz 6.0: hb-shape --no-clusters --language=und
 * NotoSansBengali-Regular.ttf <text>. Each glyph is name@xOffset,yOffset+advance.
 */
export const BY_HARFBUZZ = [
  {
    text: 'ক্ক',
    shaped:
      'uni09AC09CD.half2+789|uni0995.arm1@-385,0+0|baphalabeng.alt4@-672,76+0|' +
      'uni0995.part@-355,49+0',
  },
  {
    text: 'স্ক',
    shaped:
      'uni09B809CD.half+745|baphalabeng.alt4@-580,125+0|uni0995.part@-263,98+0|' +
      'headlinebeng.250@-250,0+0',
  },
  {
    text: 'ষ্ক',
    shaped:
      'uni09B709CD.half4+622|baphalabeng.alt4@-584,125+0|uni0995.part@-267,98+0|' +
      'headlinebeng.250@-250,0+0',
  },
  {
    text: 'ল্ক',
    shaped:
      'uni09B209CD.half3+402|uni09BE.part+379|baphalabeng.alt4@-569,45+0|' +
      'uni0995.part@-252,18+0|headlinebeng.130@-115,0+0',
  },
  {
    text: 'ন্ধ',
    shaped:
      'uni09A809CD.headline+291|uni09BE.part+379|uni09A809CD.float@-640,7+0|' +
      'baphalabeng.alt4@-569,45+0|uni09A7.part@-249,18+0|headlinebeng.130@-115,0+0',
  },
  {
    text: 'দ্ধ',
    shaped:
      'uni09A609CD.half3+646|baphalabeng.alt4@-549,20+0|uni09A7.part@-229,-7+0|' +
      'headlinebeng.130@-115,0+0',
  },
  {
    text: 'ব্ধ',
    shaped:
      'uni09AC09CD.half2+689|baphalabeng.alt4@-572,76+0|uni09A7.part@-252,49+0|' +
      'headlinebeng.250@-250,0+0',
  },
  {
    text: 'গ্ধ',
    shaped:
      'uni099709CD.half+750|baphalabeng.alt4@-572,0+0|uni09A7.part@-252,-27+0|' +
      'uni09BE.side@-307,0+0|headlinebeng.130@-115,0+0',
  },
  { text: 'ট্ম', shaped: 'uni09A209CD.half+557|uni099F.flag@-571,0+0|uni09AE.side1+197' },
  { text: 'রু', shaped: 'uni09B0+596|uni09C1.side+194' },
  { text: 'শ্রু', shaped: 'uni09B609CD.half2+726|raphalabeng.alt02@-716,-25+0|uni09C1.side+194' },
  { text: 'গুরু', shaped: 'uni099709C1+758|uni09B0+596|uni09C1.side+194' },
  { text: 'রূ', shaped: 'uni09B0+596|uni09C2.side2+169' },
  { text: 'ক্ত', shaped: 'uni09A409CD09A4+910|uni0995.arm2@-365,23+0|headlinebeng.200@-200,0+0' },
  { text: 'কো', shaped: 'uni09C7.init+361|uni0995+807|uni09BE+266' },
  { text: 'র্ক', shaped: 'uni0995+807|uni09B009CD@-361,0+0' },
  { text: 'স্ত্র', shaped: 'uni09B809CD.half2+667|uni09A409CD09B0.blws@-613,-138+0' },
  {
    text: 'ধাক্কা',
    shaped:
      'uni09A7+596|uni09BE+266|uni09AC09CD.half2+789|uni0995.arm1@-385,0+0|' +
      'baphalabeng.alt4@-672,76+0|uni0995.part@-355,49+0|uni09BE+266',
  },
]
