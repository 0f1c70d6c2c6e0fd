/** Of the portal and of invoices. */
export const PAGE_STYLE = `
main{max-width:30rem;margin:0 auto;padding:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem;margin-bottom:1rem}
.note{margin:0 0 .75rem;font-size:.875rem;color:var(--soft);text-align:center}
h2{font-size:1.05rem;margin:0 0 .5rem}
dl{display:grid;grid-template-columns:1fr auto;gap:.25rem 1rem;margin:1rem 0;padding:.75rem 0;border:solid var(--line);border-width:1px 0}
dt{color:var(--soft);overflow-wrap:anywhere}
dd{margin:0;text-align:right}
dd.sum{font-weight:700}
fieldset{border:0;margin:0;padding:0}
legend{padding:0;font-weight:600}
fieldset label{display:flex;gap:.6rem;align-items:center;min-height:44px}
fieldset input{width:auto;min-height:0}
.wrong{margin:0 0 1rem;padding:.75rem;border-left:4px solid var(--stop);background:#fbeeee;color:#6d1f1f}
.main{width:100%;margin-top:1rem}
`
