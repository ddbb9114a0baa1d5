/// The book's style sheet, `book.css`. Its colours are those of the charts, so that a chart's page and
/// the book's show no edge, in the light or in the dark.
public let bookStyle = """
  :root{color-scheme:light dark;--page:#fff;--ink:#1f2328;--soft:#59636e;--line:#d1d9e0;\
  --card:#f6f8fa;--link:#0969da;--mark:#fff8c5;\
  --key:#8250df;--type:#953800;--text:#0a3069;--number:#0550ae}
  @media screen and (prefers-color-scheme:dark){
  :root{--page:#0d1117;--ink:#e6edf3;--soft:#a3adb8;--line:#3d444d;--card:#151b23;--link:#4493f8;\
  --mark:#3b3413;--key:#d2a8ff;--type:#ffa657;--text:#a5d6ff;--number:#79c0ff}
  }
  *{box-sizing:border-box}
  body{margin:0;background:var(--page);color:var(--ink);\
  font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;\
  overflow-wrap:break-word}
  main,nav{margin:auto;padding:0 1.25rem}
  .chapter main,.chapter nav,.listing main,.listing nav{max-width:82rem}
  .text main,.text nav,.contents main,.contents nav{max-width:60rem}
  a{color:var(--link);text-decoration:none}
  a:hover{text-decoration:underline}
  nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;padding-block:.75rem}
  nav.top{border-bottom:1px solid var(--line);font-size:.9375rem}
  nav.bottom{justify-content:space-between;border-top:1px solid var(--line);margin-top:3rem}
  nav.top>:nth-last-child(2){margin-left:auto}
  summary{cursor:pointer;color:var(--link)}
  .sections ul{margin:.5rem 0;padding-left:1.25rem}

  h1,h2,h3{line-height:1.25;margin:2.5rem 0 1rem;font-weight:650}
  h1{font-size:2rem;margin-top:2rem}
  h2{font-size:1.4rem}
  h3{font-size:1.15rem}
  .chapter h2{border-top:1px solid var(--line);padding-top:1.5rem}
  p,ul,ol,pre,.table{margin:0 0 1rem}
  ul,ol{padding-left:1.5rem}
  li>p{margin-bottom:.5rem}
  .shown>:last-child{margin-bottom:1.75rem}

  img{max-width:100%;height:auto;vertical-align:top}
  p:has(>a+a>img){display:flex;gap:1rem}
  p>a:has(+a>img),p>a+a:has(img){flex:1;min-width:0}
  .table{overflow-x:auto}
  table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;line-height:1.4}
  th,td{padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);\
  text-align:left;vertical-align:top}
  th{color:var(--soft);font-weight:600}
  .text td code{overflow-wrap:anywhere}
  .text td:last-child{min-width:8rem}
  math{font-size:1.05em}
  /* A number alone looks like the text that it stands in. */
  semantics>mn,semantics>mrow:has(>:first-child+mn:last-child){font-family:system-ui,sans-serif;\
  font-size:.95em}
  [mathvariant=normal] mi{text-transform:none}
  math[display=block]{overflow-x:auto;overflow-y:hidden;padding:.25rem 0}

  code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
  :not(pre)>code{font-size:.875em;background:var(--card);border-radius:4px;padding:.1em .3em}
  pre{background:var(--card);border:1px solid var(--line);border-radius:6px;\
  padding:.75rem;overflow-x:auto;font-size:.755rem;line-height:1.5}
  .source{margin:0;font-size:.8125rem;text-align:right}
  p.source a{color:var(--soft)}
  pre code a:first-child{color:inherit;text-decoration:none}
  .kw,.cf,.im{color:var(--key)}
  .dt,.bu,.at{color:var(--type)}
  .st,.ch,.ss,.sc{color:var(--text)}
  .dv,.bn,.fl,.cn{color:var(--number)}
  .co,.do,.cv,.an{color:var(--soft);font-style:italic}
  .numberLines{counter-reset:line}
  .numberLines code>span{counter-increment:line}
  .numberLines code>span>a:first-child::before{content:counter(line);display:inline-block;\
  width:3em;margin-right:1em;text-align:right;color:var(--soft)}
  :target{background:var(--mark)}

  .card{margin:2.5rem 0}
  .card h2{margin:.75rem 0 .5rem}

  @media (min-width:64rem){
  .row{display:grid;grid-template:auto 1fr/minmax(0,28rem) minmax(0,1fr);column-gap:2rem}
  .before{grid-area:1/1}
  .after{grid-area:2/1}
  .shown{grid-area:1/2/span 2;position:sticky;top:1rem;align-self:start}
  .row.alone{display:block;max-width:42rem}
  .row:not(.alone) math[display=block]{font-size:.88em}
  .card{display:grid;grid-template:auto 1fr/22rem 1fr;column-gap:2rem}
  .card>p:first-child{grid-area:1/1/span 2}
  .card h2{margin-top:0}
  }
  @media (max-width:30rem){
  nav.top{font-size:.8125rem;column-gap:.75rem}
  }
  @media print{
  :root{color-scheme:light}
  @page{margin:18mm 16mm}
  body{font-size:10.5pt}
  nav{display:none}
  main{max-width:none!important;padding:0}
  pre{white-space:pre-wrap;overflow:visible;font-size:8pt}
  h1,h2,h3,.source{break-after:avoid}
  img,tr,math{break-inside:avoid}
  img{max-height:9cm;object-fit:contain;object-position:left}
  a{color:inherit}
  }

  """
