extension RunsPage {
  /// What this page has beyond a report.
  static let style = """
    h4{margin:1.5rem 0 .5rem;font-size:1rem;font-weight:600}
    h4 span{font-weight:400;color:var(--quiet)}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,11rem),1fr));\
    gap:1.5rem;margin:0;padding:0;list-style:none;font-size:.875rem;line-height:1.35}
    .cards a{display:block;text-decoration:none}
    .cards a:hover .name{text-decoration:underline}
    .frame{display:flex;align-items:center;justify-content:center;aspect-ratio:4/3;\
    border:1px solid var(--line);border-radius:.375rem;overflow:hidden;background:var(--wash)}
    .frame img{width:100%;height:100%;object-fit:contain}
    .none{color:var(--quiet)}
    .name{display:block;padding-top:.4rem}
    .runs{width:auto;min-width:100%;border-collapse:separate;border-spacing:0;\
    font-size:.875rem;white-space:nowrap;overflow-wrap:normal}
    .runs th,.runs td{padding:.45rem 1.5rem .45rem 0}
    .runs [scope=row]{width:auto;position:sticky;left:0;background:var(--page)}
    .runs td{max-width:18rem;overflow:hidden;text-overflow:ellipsis}
    .group>.scroll{margin-bottom:1rem}
    details{margin:1rem 0}
    summary{cursor:pointer;color:var(--link)}
    .pile img{width:min(100%,45rem);image-rendering:pixelated}
    .controls{display:grid;gap:1rem;margin:0 0 1rem}
    .controls[hidden],.curve[hidden]{display:none}
    .controls select{font:inherit;color:inherit;background:var(--page);\
    border:1px solid var(--line);border-radius:.25rem;padding:.25rem .5rem}
    fieldset{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;border:0;\
    font-size:.875rem}
    legend{float:left;padding:0;margin-right:.25rem;color:var(--quiet)}
    fieldset input{accent-color:var(--link)}
    .curve{display:block}
    .curve svg{display:block;max-width:100%;height:auto}
    .narrow{display:none}
    @media (max-width:40rem){
    .cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}
    .runs thead{position:static;clip-path:none;width:auto;height:auto}
    .runs [scope=row]{min-width:9.5rem;white-space:normal;overflow-wrap:anywhere}
    fieldset label,.controls>label{padding:.35rem 0}
    .curve .wide{display:none}.narrow{display:block}
    }
    @media print{.controls{display:none}.runs{white-space:normal}}

    """

  /// Shows one metric's curves at a time, and of these the runs that are ticked.
  static let script = """
    document.querySelectorAll(".group").forEach((group) => {
      const controls = group.querySelector(".controls");
      if (!controls) return;
      const curves = group.querySelectorAll(".curve");
      const choice = controls.querySelector("select");
      const boxes = controls.querySelectorAll("input");
      const show = () => {
        curves.forEach((curve, index) => { curve.hidden = index != choice.value; });
        boxes.forEach((box, index) => {
          group.querySelectorAll(`.curve [data-series="${index}"]`).forEach((part) => {
            part.style.display = box.checked ? "" : "none";
          });
        });
      };
      controls.addEventListener("input", show);
      controls.hidden = false;
      show();
    });

    """
}
