"use strict";
// The page of a run: it shows the state that the program publishes, and sends orders. Nothing is computed
// here, and nothing is remembered but what stands in the address.
const $ = (id) => document.getElementById(id);
let state = {}, version = -1, opened = false, dragging = null, refused = false;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function say(sentence, isWrong) {
  $("says").textContent = sentence;
  $("says").className = isWrong ? "wrong" : "";
}

function refuse(sentence) { refused = true; say(sentence, true); }

async function order(name, more) {
  try {
    const reply = await fetch("order", { method: "POST", body: JSON.stringify({ order: name, ...more }) });
    // A refusal stands until something else is asked for: whoever reads slowly reads it too.
    if (!reply.ok) refuse(await reply.text());
    else if (name !== "speed") { refused = false; say(""); }
    return reply.ok;
  } catch { say("The program does not answer any more.", true); return false; }
}

// A slider of many powers of ten runs over their logarithm; 0, where it belongs to the range, is its left end.
const positions = 1000;
function lowest(knob) { return knob.low > 0 ? knob.low : knob.high * 1e-6; }
function position(knob, value) {
  if (knob.scale !== "logarithmic") return positions * (value - knob.low) / (knob.high - knob.low);
  if (value < lowest(knob)) return 0;
  return positions * Math.log(value / lowest(knob)) / Math.log(knob.high / lowest(knob));
}
function valueAt(knob, place) {
  if (knob.scale === "logarithmic") {
    if (place === 0) return knob.low;
    return Number((lowest(knob) * Math.pow(knob.high / lowest(knob), place / positions)).toPrecision(3));
  }
  const value = knob.low + (knob.high - knob.low) * place / positions;
  return knob.scale === "whole" ? Math.round(value) : Number(value.toPrecision(3));
}

function showKnobs() {
  const box = $("knobs");
  box.hidden = state.knobs.length === 0;
  const names = state.knobs.map((knob) => knob.name).join();
  if (box.dataset.names !== names) {
    box.dataset.names = names;
    box.replaceChildren(...state.knobs.map((knob) => {
      const row = document.createElement("div");
      row.className = "knob";
      row.innerHTML = '<span></span><input type="text" inputmode="decimal"><input type="range" min="0" max="1000"><small></small>';
      const [name, text, slider, words] = row.children;
      name.textContent = knob.name; words.textContent = knob.words;
      text.id = "knob-" + knob.name; slider.id = "slide-" + knob.name;
      text.setAttribute("aria-label", knob.name + ": " + knob.words);
      slider.setAttribute("aria-label", knob.name);
      const turn = (value) => order("turn", { knob: knob.name, value: String(value) });
      text.addEventListener("change", () => turn(text.value));
      slider.addEventListener("input", () => {
        dragging = knob.name; text.value = valueAt(knob, Number(slider.value));
        if (state.steps == null) turn(text.value);
      });
      slider.addEventListener("change", async () => {
        await turn(valueAt(knob, Number(slider.value))); dragging = null;
      });
      return row;
    }));
  }
  for (const knob of state.knobs) {
    const text = $("knob-" + knob.name), slider = $("slide-" + knob.name);
    if (dragging === knob.name) continue;
    if (document.activeElement !== text) text.value = knob.value;
    slider.value = position(knob, knob.value);
    slider.setAttribute("aria-valuetext", knob.value);
  }
}

function showPictures() {
  const box = $("pictures");
  const names = state.pictures.map((picture) => picture.name).join();
  if (box.dataset.names !== names) {
    box.dataset.names = names;
    box.replaceChildren(...state.pictures.map((picture) => {
      const figure = document.createElement("figure");
      figure.innerHTML = "<img><figcaption></figcaption>";
      const image = figure.firstChild;
      image.alt = picture.caption || picture.name;
      if (picture.name.endsWith(".png")) image.className = "pixels";
      figure.lastChild.textContent = picture.caption;
      figure.lastChild.hidden = !picture.caption;
      return figure;
    }));
  }
  state.pictures.forEach((picture, index) => {
    const image = box.children[index].firstChild;
    if (image.dataset.version === picture.version || image.dataset.loading) return;
    // Loaded beside the one that is shown, so that nothing flickers.
    image.dataset.loading = "1";
    const next = new Image();
    const done = () => { delete image.dataset.loading; };
    next.onload = () => { image.src = next.src; image.dataset.version = picture.version; done(); };
    next.onerror = done;
    next.src = "picture/" + encodeURIComponent(picture.name) + "?" + picture.version;
  });
}

function showCourse() {
  $("controls").hidden = $("keep").hidden = state.steps == null;
  if (state.steps == null) return;
  $("play").textContent = state.isPlaying ? "Pause" : "Play";
  $("play").setAttribute("aria-pressed", state.isPlaying);
  $("step").textContent = state.step + " of " + state.steps;
  const moment = $("moment");
  moment.max = state.steps;
  if (dragging !== "moment") moment.value = state.step;
  const speed = $("speed");
  if (document.activeElement !== speed) {
    const known = [...speed.options].some((option) => Number(option.value) === state.speed);
    if (!known) speed.add(new Option(state.speed + " a second", state.speed), 0);
    speed.value = state.speed;
  }
  $("digest").textContent = state.digest ? "digest " + state.digest : "";
  $("line").textContent = state.line;
  const command = $("command");
  if (document.activeElement !== command) command.value = state.line;
  const branches = JSON.stringify([state.branches, state.branch]);
  if ($("branches").dataset.shown === branches) return;
  $("branches").dataset.shown = branches;
  $("branches").replaceChildren(...(state.branches.length < 2 ? [] : state.branches).map((branch) => {
    const button = document.createElement("button");
    const own = branch.changes.length ? branch.changes.join(", ") : "the first run";
    button.textContent = own + " · to step " + branch.to;
    button.setAttribute("aria-pressed", branch.id === state.branch);
    button.addEventListener("click", () => order("go", { branch: branch.id, number: branch.to }));
    return button;
  }));
}

function showWalk() {
  const has = state.walk != null;
  if ($("walk").hidden === has) { $("walk").hidden = !has; if (has) walkTo(0.5, 0.5); }
  if (!has) return;
  $("class").hidden = state.walk.length === 0;
  if ($("digit").length !== state.walk.length) {
    $("digit").replaceChildren(...state.walk.map((name, index) => new Option(name, index)));
  }
}

// Where one is on the pad, 0 to 1; one picture is asked for at a time.
let place = [0.5, 0.5], walking = false, again = false, walkedAt = 0;
async function walkTo(x, y) {
  place = [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
  $("spot").style.left = 100 * place[0] + "%"; $("spot").style.top = 100 * place[1] + "%";
  if (walking) { again = true; return; }
  walking = true;
  try {
    const reply = await fetch("walk?x=" + (2 * place[0] - 1) + "&y=" + (1 - 2 * place[1]) + "&digit=" + $("digit").value);
    if (reply.ok) {
      const old = $("walked").src;
      $("walked").src = URL.createObjectURL(await reply.blob());
      if (old.startsWith("blob:")) URL.revokeObjectURL(old);
    } else say(await reply.text(), true);
  } catch { /* the loop of the state says so */ }
  walking = false; walkedAt = Date.now();
  if (again) { again = false; walkTo(...place); }
}

function address() {
  const parts = new URLSearchParams();
  const own = (state.branches || []).find((branch) => branch.id === state.branch);
  if (state.steps != null) {
    if (own && own.changes.length) parts.set("at", own.changes.join(" "));
    parts.set("step", state.step); parts.set("speed", state.speed);
    if (state.isPlaying) parts.set("plays", "1");
    parts.set("run", (state.line || "").replace(/ --at \S+/g, ""));
  } else for (const knob of state.knobs) parts.set(knob.name, knob.value);
  return "#" + parts.toString();
}

// What a link asks for, once, when the page is opened.
async function open() {
  opened = true;
  const asked = new URLSearchParams(location.hash.slice(1));
  if (state.steps == null) {
    for (const knob of state.knobs)
      if (asked.has(knob.name)) await order("turn", { knob: knob.name, value: asked.get(knob.name) });
    return;
  }
  if (!asked.has("step")) return;
  const own = (state.line || "").replace(/ --at \S+/g, "");
  if (asked.has("run") && asked.get("run") !== own) {
    return refuse("This address is of another run: " + asked.get("run"));
  }
  await order("speed", { number: Number(asked.get("speed")) });
  await order("follow", { value: asked.get("at") || "", number: Number(asked.get("step")) });
  if (asked.has("plays")) await order("play");
}

let lastAddress = "", addressAt = 0;
async function listen() {
  for (;;) {
    try {
      const reply = await fetch("state?after=" + version);
      if (!reply.ok) throw new Error();
      version = Number(reply.headers.get("X-Version"));
      const next = await reply.json();
      if (next.title == null) continue;
      state = next;
      document.title = $("title").textContent = state.title;
      if (!refused) say(state.says || "");
      showKnobs(); showPictures(); showCourse(); showWalk();
      if (!$("walk").hidden && state.isPlaying && !still && Date.now() - walkedAt > 500) walkTo(...place);
      if (!opened) { await open(); continue; }
      const here = address();
      // Browsers refuse more than a hundred of these in some seconds.
      if (here !== lastAddress && Date.now() - addressAt > 500) {
        history.replaceState(null, "", here); lastAddress = here; addressAt = Date.now();
      }
    } catch {
      say("The program does not answer: it has ended, or is busy.", true);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

$("play").addEventListener("click", () => order(state.isPlaying ? "pause" : "play"));
for (const button of document.querySelectorAll("[data-steps]"))
  button.addEventListener("click", () => order("step", { number: Number(button.dataset.steps) }));
$("speed").addEventListener("change", () => order("speed", { number: Number($("speed").value) }));
$("moment").addEventListener("input", () => { dragging = "moment"; $("step").textContent = $("moment").value; });
$("moment").addEventListener("change", async () => {
  const own = state.branches.find((branch) => branch.id === state.branch);
  const wanted = Number($("moment").value);
  // Within what was done, to the moment that is nearest; beyond, it plays up to there.
  const near = wanted > own.to ? wanted : Math.max(0, ...own.moments.filter((step) => step <= wanted), 0);
  if (wanted > state.step && wanted > own.to) await order("step", { number: wanted - state.step });
  else await order("go", { branch: own.id, number: wanted < own.from ? wanted : near });
  dragging = null;
});
$("save").addEventListener("click", () => order("save"));
$("copy").addEventListener("click", () => navigator.clipboard.writeText(state.line));
$("other").addEventListener("submit", (event) => {
  event.preventDefault(); order("begin", { value: $("command").value });
});
$("digit").addEventListener("change", () => walkTo(...place));
const pad = $("pad");
function drag(event) {
  const box = pad.getBoundingClientRect();
  walkTo((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
}
pad.addEventListener("pointerdown", (event) => { pad.setPointerCapture(event.pointerId); drag(event); });
pad.addEventListener("pointermove", (event) => { if (event.buttons) drag(event); });
pad.addEventListener("keydown", (event) => {
  const move = { ArrowLeft: [-0.04, 0], ArrowRight: [0.04, 0], ArrowUp: [0, -0.04], ArrowDown: [0, 0.04] }[event.key];
  if (move) { event.preventDefault(); walkTo(place[0] + move[0], place[1] + move[1]); }
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|BUTTON|TEXTAREA/.test(event.target.tagName)) return;
  if (state.steps == null) return;
  const own = state.branches.find((branch) => branch.id === state.branch);
  if (event.key === " ") { event.preventDefault(); $("play").click(); }
  if (event.key === ".") order("step", { number: 1 });
  if (event.key === "[") order("go", { branch: own.id, number: Math.max(0, ...own.moments.filter((step) => step < state.step)) });
  if (event.key === "]") {
    const later = own.moments.filter((step) => step > state.step);
    if (later.length) order("go", { branch: own.id, number: later[0] });
  }
});
listen();
