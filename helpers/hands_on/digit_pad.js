// Draw a digit, see what the network makes of it. No kernel: digit_recognition.js computes.
({ countsOf, sharesOf }, { OURS, make, button, square, placeOf, fill }, root, network) => {
  const SIDE = 224, STEP = 1 / 16, INK = "#1f2328", SHORTEST = 0.008;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const numbers = new Float64Array(Uint8Array.from(atob(network.numbers), (letter) => letter.charCodeAt(0)).buffer);
  let taken = 0;
  const take = (count) => Array.from(numbers.slice(taken, (taken += count)));
  const model = { mean: take(64), deviation: take(64) };
  model.layers = network.shapes.map(([inputs, outputs, hasBias]) => ({
    weights: Array.from({ length: inputs }, () => take(outputs)),
    bias: hasBias ? take(outputs) : null,
  }));

  // ---- three parts side by side: the pad, the 64 pixels, the ten shares ----
  const help = "Arrow keys move the pen, Space lowers or lifts it, Backspace takes back a stroke, Delete clears.";
  const { canvas: pad, brush } = square(SIDE, `Drawing pad. ${help}`, "application");
  const { canvas: picture, brush: pixelBrush } = square(SIDE, "", "img");
  for (const [name, value] of Object.entries({ tabindex: 0, ...OURS })) pad.setAttribute(name, value);
  const bars = Array.from({ length: 10 }, () => make("div", { className: "hands-on-bar" }));
  const shown = Array.from({ length: 10 }, () => make("span", { className: "hands-on-share" }));
  const rows = bars.map((bar, digit) => make("div", { className: "hands-on-row" }, {}, make("span", { textContent: digit }), make("div", {}, {}, bar), shown[digit]));
  const shares = make("div", { className: "hands-on-rows" }, { role: "img" }, ...rows);
  const words = make("output", { className: "hands-on-words" });
  const copy = make("textarea", { readOnly: true, rows: 4 }, { "aria-label": "The 64 pixels as an array", ...OURS });

  let strokes = [], pen = [0.5, 0.25], isDown = false, isAsked = false, hasKeys = false;

  const drawPad = () => {
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, SIDE, SIDE);
    Object.assign(brush, { lineWidth: 12, lineCap: "round", lineJoin: "round", strokeStyle: INK });
    for (const line of strokes) {
      brush.beginPath();
      for (const [x, y] of [line[0], ...line]) brush.lineTo(x * SIDE, y * SIDE);
      brush.stroke();
    }
    if (!hasKeys) return;
    brush.beginPath();
    brush.arc(pen[0] * SIDE, pen[1] * SIDE, isDown ? 6 : 10, 0, 7);
    Object.assign(brush, { lineWidth: 2, strokeStyle: "#1769c2" });
    brush.stroke();
  };
  const drawPixels = (counts) => {
    for (let at = 0; at < 64; at++) {
      const grey = 255 - Math.round((counts?.[at] ?? 0) * (230 / 16));
      pixelBrush.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      pixelBrush.fillRect((at % 8) * (SIDE / 8), Math.floor(at / 8) * (SIDE / 8), SIDE / 8, SIDE / 8);
    }
  };
  // Softmax gives every digit some share, and none all of it: no 0%, no 100%.
  const percent = (share) => (share < 0.01 ? "<1%" : share > 0.99 ? ">99%" : `${Math.round(100 * share)}%`);
  const said = (share) => percent(share).replace("<", "less than ").replace(">", "more than ");
  const draw = () => {
    isAsked = false;
    const counts = countsOf(strokes), found = counts && sharesOf(counts, model);
    const order = found ? [...found.keys()].sort((a, b) => found[b] - found[a]) : [];
    drawPad();
    drawPixels(counts);
    bars.forEach((bar, digit) => {
      bar.style.width = found ? `${100 * found[digit]}%` : 0;
      shown[digit].textContent = found ? percent(found[digit]) : "";
      rows[digit].classList.toggle("hands-on-first", digit === order[0]);
    });
    const answer = found
      ? `The network reads ${order[0]}, with ${said(found[order[0]])} of the share. Next comes ${order[1]}, with ${said(found[order[1]])}.`
      : "Nothing is drawn yet. Draw a digit from 0 to 9.";
    picture.setAttribute("aria-label", counts ? `What the network sees, row by row from the top, each from left to right: ${counts.join(" ")}` : "No pixels yet");
    shares.setAttribute("aria-label", found ? `Shares: ${found.map((share, digit) => `${digit} ${said(share)}`).join(", ")}` : "No shares yet");
    copy.value = counts ? `pixels = np.array([${counts.join(", ")}]) / 16` : "Nothing is drawn yet.";
    if (words.textContent !== answer) words.textContent = answer;
  };
  const refresh = () => {
    if (!isAsked) requestAnimationFrame(draw);
    isAsked = true;
  };

  // ---- the pen: a pointer, or the keyboard ----
  const lower = (place) => strokes.push([place]);
  const drag = (place) => {
    const line = strokes.at(-1), [x, y] = line.at(-1);
    if (Math.abs(place[0] - x) + Math.abs(place[1] - y) >= SHORTEST) line.push(place);
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    pad.focus({ preventScroll: true });
    pad.setPointerCapture(event.pointerId);
    hasKeys = isDown = false;
    lower(placeOf(event, pad));
    refresh();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    for (const at of event.getCoalescedEvents?.() ?? [event]) drag(placeOf(at, pad));
    refresh();
  });
  const undo = () => {
    strokes.pop();
    isDown = false;
    refresh();
  };
  const clear = () => {
    strokes = [];
    isDown = false;
    refresh();
  };
  pad.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) {
      pen = pen.map((at, i) => Math.min(Math.max(at + step[i] * STEP, STEP), 1 - STEP));
      if (isDown) drag(pen);
    } else if (event.key === " ") {
      isDown = !isDown;
      if (isDown) lower(pen);
    } else if (event.key === "Backspace") undo();
    else if (event.key === "Delete") clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
    hasKeys = true;
    refresh();
  });
  pad.addEventListener("blur", () => {
    hasKeys = isDown = false;
    refresh();
  });

  const part = (area, title, content) => {
    const heading = make("div", { className: "hands-on-title", textContent: title }, { "aria-hidden": "true" });
    return make("div", { className: "hands-on-part" }, { style: `grid-area: ${area}` }, heading, content);
  };
  const reading = make("div", { className: "hands-on-reading" }, {}, part("pad", "Draw here", pad), part("picture", "What the network sees", picture), part("shares", "What it says", shares), words);
  const controls = make("div", { className: "hands-on-controls" }, {}, button("Undo", undo), button("Clear", clear), make("span", { textContent: help }));
  const details = make("details", {}, {}, make("summary", { textContent: "The 64 pixels, for a cell of your own" }, OURS), copy);
  fill(root, "Draw a digit", reading, controls, details);
  draw();
};
