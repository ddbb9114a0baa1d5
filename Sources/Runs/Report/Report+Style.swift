extension Report {
  /// The shades of the page are those of the charts, so that no edge shows around them.
  package static let style = """
    :root{color-scheme:light dark;--page:#fff;--ink:#1f2328;--quiet:#59636e;--line:#dfe3e8;\
    --wash:#f5f7f9;--link:#0059ce}
    @media screen and (prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#e6edf3;\
    --quiet:#a3adb8;--line:#2b323b;--wash:#161b22;--link:#7db1ff}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);\
    font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;\
    overflow-wrap:anywhere}
    main{max-width:64rem;margin:0 auto;\
    padding:clamp(2rem,6vw,5rem) clamp(1rem,4vw,2.5rem)}
    p{max-width:40rem;margin:0 0 1rem}
    code,pre{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
    a{color:var(--link);text-underline-offset:.15em}
    .kicker{margin:0 0 .75rem;color:var(--quiet);font-size:.875rem}
    h1{margin:0 0 1.25rem;font-size:clamp(2.1rem,6vw,3.25rem);line-height:1.1;font-weight:700;\
    letter-spacing:-.025em}
    h1 span{font-weight:300;color:var(--quiet)}
    h2{margin:clamp(3rem,7vw,4.5rem) 0 1.25rem;font-size:1.5rem;line-height:1.25;font-weight:650;\
    letter-spacing:-.012em}
    h3{margin:2.25rem 0 .5rem;font-size:1rem;font-weight:650}
    .lead{font-size:clamp(1.1rem,2.4vw,1.3rem);line-height:1.5;color:var(--quiet)}
    .verdict{margin:0;font-size:clamp(1.1rem,2.4vw,1.3rem);line-height:1.5}
    .note{margin:.6rem 0 0;padding:.5rem .8rem;border-left:3px solid currentColor}
    .failure{padding:.75rem 1.25rem;border-left:.3rem solid var(--link);background:var(--wash)}
    .scroll{overflow-x:auto}
    table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums;\
    font-size:.9375rem;line-height:1.45}
    th,td{padding:.7rem 1.5rem .7rem 0;text-align:left;vertical-align:top;font-weight:400;\
    border-top:1px solid var(--line)}
    th:last-child,td:last-child{padding-right:0}
    thead th{padding-top:0;border:0;color:var(--quiet);font-size:.875rem}
    [scope=rowgroup]{padding-top:1.75rem;font-weight:650;border-color:transparent}
    thead+tbody [scope=rowgroup]{padding-top:.5rem;border-top-color:var(--line)}
    [scope=row]{width:23%;font-weight:600}
    [scope=row] code{display:block;font-weight:400;font-size:.8125rem;color:var(--quiet)}
    .value{width:14%;white-space:nowrap}
    .value data{display:block;font-size:1.125rem;line-height:1.3;font-weight:600}
    .whose{display:none}
    small{font-size:.8125rem;color:var(--quiet)}
    .metrics td:last-child{width:29%;color:var(--quiet)}
    tr:target{background:var(--wash)}
    figure{margin:0 0 2.5rem;display:flex;flex-wrap:wrap;gap:.75rem 2rem;align-items:flex-start}
    figcaption{flex:1 1 12rem;max-width:40rem;padding-top:.75rem;color:var(--quiet);\
    font-size:.9375rem;line-height:1.5}
    header+figure{margin-top:clamp(1.5rem,4vw,2.5rem)}
    figure>.scroll,figure>.moving,picture{flex:0 1 auto;min-width:0;max-width:calc(100% + 2rem);\
    display:block;margin:0 -1rem}
    .moving picture,.moving .scroll{margin:0;max-width:100%}
    img{display:block;max-width:100%;height:auto}
    .still{display:none}
    .pixels{image-rendering:pixelated}
    \(Film.style)\
    pre{margin:0 0 2rem;padding:1rem 1.25rem;white-space:pre-wrap;background:var(--wash);\
    border-radius:.5rem;user-select:all;-webkit-user-select:all}
    pre span{white-space:nowrap}
    ul{margin:0 0 1rem;padding-left:1.25rem}
    dl{margin:0;columns:2;column-gap:3rem;font-size:.9375rem;line-height:1.45}
    dl div{display:flex;gap:1rem;padding:.5rem 0;border-bottom:1px solid var(--line);\
    break-inside:avoid}
    dt{flex:0 0 45%;color:var(--quiet)}
    dd{margin:0;flex:1}
    .digest{font-size:1.25rem}
    @media (max-width:40rem){
    .wide img{max-width:none;min-width:34rem}
    figure{display:block}figcaption{padding-top:.25rem}
    thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
    .metrics,.metrics tbody,.metrics tr,.metrics th,.metrics td{display:block;width:auto}
    .metrics tr{display:grid;grid-template-columns:1fr auto;gap:.25rem 1rem;padding:.9rem 0;\
    border-top:1px solid var(--line)}
    .metrics th,.metrics td{padding:0;border:0}
    .metrics .value{text-align:right}
    .twins tr{grid-template-columns:1fr 1fr}
    .twins [scope=row]{grid-column:1/-1}
    .twins .value{text-align:left;white-space:normal}
    .whose{display:block}
    .metrics td:not(.value),.metrics [scope=rowgroup]{grid-column:1/-1;width:auto}
    .metrics td:empty{display:none}
    .metrics tr:has([scope=rowgroup]){padding:1.75rem 0 .6rem;border:0}
    .metrics thead+tbody tr:has([scope=rowgroup]){padding-top:0}
    dl{columns:1}
    \(Film.narrowStyle)\
    }
    @media print{
    :root{color-scheme:light}
    main{max-width:none;padding:0}
    body{font-size:10pt}
    h2,h3{break-after:avoid}figure,tr,pre{break-inside:avoid}
    figure>.scroll,picture,.strip{margin:0;padding:0;max-width:100%}
    figure>.moving{display:none}.still{display:block}
    \(Film.paperStyle)\
    }

    """
}
