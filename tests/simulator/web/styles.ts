export const STYLES = `
:root { --ink: #16202b; --soft: #5a6878; --line: #dfe4ea; --paper: #f4f6f8; --card: #fff; --blue: #0b5cad; --green: #12703c; --amber: #8a5300; --red: #a3172a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7ecf2; --soft: #a0adbb; --line: #2d3845; --paper: #11161c; --card: #19212a; --blue: #6cb2ff; --green: #58cf8d; --amber: #f0b35a; --red: #ff8090 }
}
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--paper) }
header { background: var(--card); border-bottom: 1px solid var(--line) }
header div, main { max-width: 76rem; margin: 0 auto; padding: 1rem }
header div { display: flex; gap: .25rem 1rem; align-items: baseline; flex-wrap: wrap }
header a { color: inherit; text-decoration: none; font-weight: 650 }
header p { margin: 0; color: var(--soft); font-size: .9rem }
h1 { font-size: 1.4rem; margin: .25rem 0 1rem; overflow-wrap: anywhere }
h2 { font-size: 1.05rem; margin: 0 0 .75rem }
a { color: var(--blue) }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); margin-bottom: 1rem }
.two { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr) }
@media (min-width: 60rem) { .two { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem; min-width: 0 }
.card.wide { margin-bottom: 1rem }
.card > header { all: unset; display: flex; justify-content: space-between; gap: .5rem; align-items: center; margin-bottom: .75rem; flex-wrap: wrap }
.card > header h2 { margin: 0 }
.card dl:last-child { margin-bottom: 0 }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1rem; margin: 0 0 1rem }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
code, .output, textarea { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: .875rem }
.badge { border-radius: 99px; padding: .1rem .65rem; font-size: .85rem; font-weight: 600; border: 1px solid currentColor; white-space: nowrap }
.online { color: var(--green) } .portal { color: var(--amber) } .offline { color: var(--soft) } .bad { color: var(--red) }
.actions { display: flex; flex-wrap: wrap; gap: .5rem }
.actions form { margin: 0 }
button, .button { display: inline-block; font: inherit; font-size: .925rem; padding: .45rem .8rem; border-radius: 9px; border: 1px solid var(--line); background: transparent; color: var(--ink); cursor: pointer; text-decoration: none; min-height: 2.5rem }
button:hover, .button:hover { border-color: var(--blue) }
button:focus-visible, .button:focus-visible, textarea:focus-visible, a:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
.main { background: var(--blue); border-color: var(--blue); color: var(--card) }
textarea { width: 100%; min-height: 9rem; padding: .75rem; border-radius: 10px; border: 1px solid var(--line); background: var(--paper); color: var(--ink); margin-bottom: .5rem; resize: vertical }
.output { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow: auto }
form + .output { margin-top: 1rem; padding: .75rem; border-radius: 10px; background: var(--paper) }
.output:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px }
.typed { color: var(--soft) }
.entry { padding: .35rem 0; border-bottom: 1px solid var(--line) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th { text-align: left; color: var(--soft); font-weight: 500 }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap }
.empty { color: var(--soft); margin: 0 }
meter { width: 100%; height: .6rem }
`
