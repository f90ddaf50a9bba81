// Let the sliders of a recorded figure move it. Nothing is computed or laid out here.
// `painter` is what paint.js returns, `root` the element to fill, `packed` the recording as base64
// of deflated bytes. Where the kernel records on demand, root's data-channel names the way to it.
async ({ unpack, paint }, root, packed) => {
  const make = (tag, properties = {}, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const figure = unpack(await new Response(inflated).arrayBuffer());

  // ---- the picture: what never moves is painted once for each size ----
  const canvas = make("canvas", { className: "live-canvas" }, { role: "img" });
  canvas.style.aspectRatio = `${figure.width} / ${figure.height}`;
  const message = make("p", { className: "live-error", hidden: true }, { role: "alert" });
  const words = make("output", { className: "live-words" });
  let still = new Map(), isAsked = false, isRevealed = !figure.hidden;
  const layer = (chunk, scale) => {
    if (!still.has(chunk)) {
      const sheet = make("canvas", { width: canvas.width, height: canvas.height });
      paint(sheet.getContext("2d"), chunk, scale);
      still.set(chunk, sheet);
    }
    return still.get(chunk);
  };
  const parts = figure.parts.map((part) => ({ ...part, at: part.sliders.map((s) => s.start), shown: part.states[part.start] }));
  const draw = () => {
    isAsked = false;
    const brush = canvas.getContext("2d"), scale = canvas.width / figure.width;
    brush.fillStyle = figure.paper;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    for (const [part, index] of figure.layers)
      if (part < 0) brush.drawImage(layer(index, scale), 0, 0);
      else if ((part > 0 || isRevealed) && parts[part].shown.chunks)
        paint(brush, parts[part].shown.chunks[index], scale);
  };
  const refresh = () => {
    const error = parts.map(({ shown }) => shown.error).find(Boolean);
    const told = parts.filter((_, i) => i > 0 || isRevealed).map(({ shown }) => shown.words);
    message.hidden = !error;
    message.textContent = error ?? "";
    canvas.style.visibility = error ? "hidden" : "";
    words.textContent = error ? "" : told.join(" ");
    canvas.setAttribute("aria-label", words.textContent);
    if (error || isAsked) return;
    isAsked = true;
    requestAnimationFrame(draw);
  };
  new ResizeObserver(() => {
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    if (!width || width === canvas.width) return;
    canvas.width = width;
    canvas.height = Math.round((width * figure.height) / figure.width);
    still = new Map();
    draw();
  }).observe(canvas);

  // ---- positions: from the recording, or from the kernel, one question at a time ----
  const token = Math.random();
  let channel = null, waiting = null;
  const ask = (part) => {
    const found = globalThis.slopeBySlopeChannels?.get(root.dataset.channel);
    if (!found) {
      words.textContent = "Run this cell to move the figure.";
      return;
    }
    if (found !== channel) {
      channel = found;
      waiting = null;
      channel.on("msg:custom", answered);
      channel.send({ hello: true });
    }
    const position = part.at.join();
    if (waiting) return;
    waiting = { part, position };
    canvas.ariaBusy = "true";
    channel.send({ part: parts.indexOf(part), at: part.at, token });
  };
  const answered = (header, buffers) => {
    const { buffer, byteOffset, byteLength } = buffers[0];
    const reply = unpack(buffer.slice(byteOffset, byteOffset + byteLength));
    if (reply.token !== token || !waiting) return;
    const { part, position } = waiting;
    waiting = null;
    canvas.ariaBusy = "false";
    part.shown = reply.state;
    refresh();
    if (part.at.join() !== position) ask(part);
  };
  const follow = (part) => {
    const index = part.sliders.reduce((sum, slider, i) => sum * slider.words.length + part.at[i], 0);
    part.shown = part.onDemand ? part.shown : part.states[index];
    refresh();
    if (part.onDemand) ask(part);
  };

  // ---- controls: each one native, named, and left alone by the notebook's own shortcuts ----
  const suppress = { "data-lm-suppress-shortcuts": "true" };
  const button = (name, title, press) =>
    make("button", { type: "button", textContent: name, title, onclick: press }, { "aria-label": title, ...suppress });
  const rows = parts.map(() => make("div"));
  const moves = [], stops = [];
  const addSlider = (part, slider, i) => {
    const last = slider.words.length - 1;
    const input = make("input", { type: "range", min: 0, max: last, step: 1 }, { "aria-label": slider.label, ...suppress });
    const value = make("span", { className: "live-value" }, { "aria-hidden": "true" });
    value.style.minWidth = `${Math.max(...slider.words.map((text) => text.length))}ch`;
    const say = () => {
      input.value = part.at[i];
      value.textContent = slider.words[part.at[i]];
      input.setAttribute("aria-valuetext", value.textContent);
    };
    const set = (position) => {
      part.at[i] = Math.min(last, Math.max(0, position));
      say();
      follow(part);
    };
    input.addEventListener("input", () => set(input.valueAsNumber));
    const row = make("div", { className: "live-row" }, {}, make("span", { className: "live-name", textContent: slider.label }, { "aria-hidden": "true" }), input, value);
    if (slider.plays) row.append(...players(last, set, () => part.at[i]));
    rows[parts.indexOf(part)].append(row);
    moves.push({ part, slider, set });
    say();
  };
  const players = (last, set, at) => {
    let timer = null;
    const stop = () => {
      clearInterval(timer);
      timer = null;
      play.textContent = "Play";
    };
    stops.push(stop);
    const advance = () => (at() < last && root.isConnected ? set(at() + 1) : stop());
    const play = button("Play", "Play or pause", () => {
      if (timer) return stop();
      if (at() === last) set(0);
      play.textContent = "Pause";
      timer = setInterval(advance, Math.max(40, 6000 / last));
    });
    const back = button("−1", "Step back", () => (stop(), set(at() - 1)));
    const step = button("+1", "Step forward", () => (stop(), set(at() + 1)));
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? [back, step] : [play, back, step];
  };

  // ---- what may be dragged in the picture itself sets the slider's nearest position ----
  const dragged = (event) => {
    const box = canvas.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    for (const { slider, set } of moves.filter((move) => move.slider.drag && (isRevealed || move.part !== parts[0]))) {
      const here = (at[slider.drag.along] * figure.width) / box.width;
      const away = slider.drag.pixels.map((pixel) => Math.abs(pixel - here));
      set(away.indexOf(Math.min(...away)));
    }
  };
  const mayDrag = figure.parts.some((part) => part.sliders.some((slider) => slider.drag));
  if (mayDrag) {
    canvas.classList.add("live-draggable");
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      dragged(event);
    });
    canvas.addEventListener("pointermove", (event) => event.buttons && dragged(event));
  }

  parts.forEach((part) => part.sliders.forEach((slider, i) => addSlider(part, slider, i)));
  // The answer's sliders keep their place while they are hidden: nothing jumps when they show.
  const show = (isShown) => {
    isRevealed = isShown;
    rows[0].style.visibility = isShown ? "" : "hidden";
    // What has the focus must not go from under it.
    if (document.activeElement === reveal) rows[0].querySelector("input").focus();
    reveal.disabled = isShown;
  };
  const reveal = button("Show the answer", "Show the answer", () => (show(true), refresh()));
  const reset = button("Reset", "Reset", () => {
    show(!figure.hidden);
    for (const stop of stops) stop();
    for (const move of moves) move.set(move.slider.start);
  });
  // A guess comes first, and the buttons beside it.
  const controls = make("div", { className: "live-controls" }, {}, ...[...rows].reverse());
  controls.firstElementChild.lastElementChild.append(...(figure.hidden ? [reveal] : []), reset);
  show(!figure.hidden);
  const paper = make("div", { className: "live-paper" }, {}, canvas, message);
  paper.style.maxWidth = `${figure.widest}px`;
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", figure.label);
  const style = root.querySelector("style");
  root.replaceChildren(...(style ? [style] : []), paper, words, controls);
  refresh();
};
