// Let the sliders of a recorded figure move it. Nothing is computed or laid out here.
// `painter` is what paint.js returns, `root` the element to fill, `packed` the recording as base64
// of deflated bytes. Where the kernel records on demand, root's data-channel names the way to it.
// A figure may come twice: its beginning, with the start alone, and then, in its place, the whole
// with the same `name`. The whole is handed to the beginning, which goes on as it was left.
async ({ unpack, paint, toned }, root, packed, name, isBeginning) => {
  const begun = (globalThis.slopeBySlopeBegun ??= new Map()), earlier = begun.get(name);
  begun.delete(name);
  if (earlier && !isBeginning && !earlier.root.isConnected) {
    Object.assign(earlier.root.dataset, root.dataset);
    root.replaceWith(earlier.root);
    return earlier.complete(packed);
  }
  // Before anything is waited for: the whole may follow at once.
  const whole = isBeginning && new Promise((complete) => begun.set(name, { root, complete }));

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const control = (tag, properties) => {
    const element = make(tag, properties);
    // Otherwise the notebook's own shortcuts take the keys.
    element.dataset.lmSuppressShortcuts = "true";
    // With these, VS Code would go to another cell.
    element.addEventListener("keydown", (event) => {
      if (/^(Home|End|Page)/.test(event.key)) event.stopPropagation();
    });
    return element;
  };
  const button = (textContent, title, onclick) =>
    control("button", { type: "button", textContent, title, ariaLabel: title, onclick });

  const longer = (one, other = "") => (other.length > one.length ? other : one);

  const inflated = async (packed) => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return unpack(await new Response(stream).arrayBuffer());
  };
  const known = ({ states, start, isComplete, sliders }) => ({
    sliders,
    start,
    isComplete,
    states: isComplete ? states : Object.assign([], { [start]: states[0] }),
    longest: states.map((state) => state.words).reduce(longer, ""),
  });
  const figure = await inflated(packed);
  const parts = figure.parts.map(known).map((part) => ({
    ...part,
    at: part.sliders.map((slider) => slider.start),
    asked: part.sliders.map((slider) => slider.start).join(),
    shown: part.states[part.start],
  }));
  let isRevealed = !figure.hidden;
  const isOpen = (part) => isRevealed || part !== parts[0];

  // ---- the picture: what never moves is painted once for each size ----
  const canvas = make("canvas", { className: "live-canvas", role: "img", width: 0 });
  canvas.style.aspectRatio = `${figure.width} / ${figure.height}`;
  let still = new Map(), isDark = false, isWaiting = false, isBehind = false;
  const layer = (chunk, scale) => {
    if (!still.has(chunk)) {
      const sheet = make("canvas", { width: canvas.width, height: canvas.height });
      paint(sheet.getContext("2d"), chunk, scale, isDark);
      still.set(chunk, sheet);
    }
    return still.get(chunk);
  };
  const draw = () => {
    const brush = canvas.getContext("2d"), scale = canvas.width / figure.width;
    brush.fillStyle = toned(figure.paper, isDark);
    brush.fillRect(0, 0, canvas.width, canvas.height);
    for (const [part, index] of figure.layers)
      if (part < 0) brush.drawImage(layer(index, scale), 0, 0);
      else if (isOpen(parts[part]) && parts[part].shown.chunks)
        paint(brush, parts[part].shown.chunks[index], scale, isDark);
  };
  // At once, to be in the very next frame, but never twice in one.
  const drawSoon = () => {
    isBehind = isWaiting;
    if (isWaiting) return;
    draw();
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      if (isBehind) drawSoon();
    });
  };
  // The paper is dark where the page is (paper.css); that it changes shows as a transition.
  const changesPaper = () => {
    const was = isDark;
    isDark = getComputedStyle(root).getPropertyValue("--on-dark").trim() !== "none";
    canvas.classList.toggle("live-dark", isDark);
    if (isDark !== was) still = new Map();
    return isDark !== was;
  };
  canvas.ontransitionrun = () => changesPaper() && canvas.width && draw();
  new ResizeObserver(() => {
    const width = Math.round(canvas.clientWidth * devicePixelRatio), isOther = changesPaper();
    paper.tabIndex = paper.scrollWidth > paper.clientWidth ? 0 : -1;
    if (!width || (width === canvas.width && !isOther)) return;
    canvas.width = width;
    canvas.height = Math.round((width * figure.height) / figure.width);
    still = new Map();
    draw();
  }).observe(canvas);

  // ---- the words: there is room for the longest that are known ----
  const message = make("p", { className: "live-error", hidden: true, role: "alert" });
  const told = make("span", {}), words = make("output", { className: "live-words" }, told);
  const refresh = () => {
    const error = parts.map(({ shown }) => shown.error).find(Boolean);
    message.hidden = !error;
    message.textContent = error ?? "";
    canvas.style.visibility = error ? "hidden" : "";
    for (const part of parts) {
      part.said = [part.verdict, part.shown.words].filter(Boolean).join(" ");
      part.longest = longer(part.longest, part.said);
    }
    told.textContent = error ? "" : parts.filter(isOpen).map((part) => part.said).join(" ");
    words.dataset.longest = parts.map((part) => part.longest).join(" ");
    canvas.ariaLabel = told.textContent;
    if (!error && canvas.width) drawSoon();
  };

  // ---- positions: from the recording, or from the kernel, the newest next ----
  const token = Math.random(), questions = [];
  let channel = null, isSlow = false, lastAnswer = 0;
  const answered = (header, [{ buffer, byteOffset, byteLength }]) => {
    const reply = unpack(buffer.slice(byteOffset, byteOffset + byteLength));
    if (reply.token !== token || !questions.length) return;
    const { part, since } = questions.shift();
    // Since the kernel could begin with it: it takes one question after the other.
    isSlow = performance.now() - Math.max(since, lastAnswer) > 60;
    lastAnswer = performance.now();
    part.shown = reply.state;
    refresh();
    ask(part);
    canvas.ariaBusy = String(questions.length > 0);
  };
  const ask = (part) => {
    const found = globalThis.slopeBySlopeChannels?.get(root.dataset.channel);
    if (!found) {
      canvas.ariaBusy = "false";
      told.textContent = "Run this cell to move the figure.";
      // A cell that has just run opens the channel a moment after its picture.
      addEventListener("slope-by-slope-channel", askDemanded, { once: true });
      return;
    }
    if (found !== channel) {
      channel = found;
      questions.length = 0;
      channel.on("msg:custom", answered);
      channel.send({ hello: true });
      refresh();
    }
    // A kernel that takes its time gets one question at a time.
    if (part.at.join() === part.asked || questions.length === (isSlow ? 1 : 3)) return;
    part.asked = part.at.join();
    questions.push({ part, since: performance.now() });
    canvas.ariaBusy = "true";
    channel.send({ part: parts.indexOf(part), at: part.at, token });
  };
  const demanded = () => parts.filter((part) => !part.isComplete);
  const askDemanded = () => root.isConnected && demanded().forEach(ask);
  const follow = () => {
    const recorded = parts.filter((part) => part.isComplete);
    for (const part of recorded)
      part.shown = part.states[part.sliders.reduce((sum, s, i) => sum * s.words.length + part.at[i], 0)];
    if (recorded.length) refresh();
    if (!isBeginning) askDemanded();
    else if (demanded().length) told.textContent = "The figure moves when this cell has run to its end.";
  };

  // ---- controls: each one native and named ----
  const moves = [], stops = [];
  const group = (part, slider, i) => {
    const input = control("input", { type: "range", min: 0, max: slider.words.length - 1 });
    const value = make("span", { className: "live-value", ariaHidden: "true" });
    value.style.minWidth = `${slider.words.reduce(longer, "").length}ch`;
    const open = new Map(slider.asks);
    const place = (position) => {
      // It keeps within its ends by itself.
      input.value = Math.min(position, ...open.keys());
      part.at[i] = input.valueAsNumber;
      value.textContent = input.ariaValueText = slider.words[part.at[i]];
      part.verdict = "";
      form.hidden = !open.has(part.at[i]);
    };
    const set = (position) => (place(position), follow());
    const form = question((typed, said) => {
      const asked = open.get(part.at[i]);
      open.delete(part.at[i]);
      place(part.at[i] + 1);
      // Half of the third digit: what a figure shows.
      const isRight = Math.abs(typed - asked) <= Math.max(1e-9, 0.005 * Math.abs(asked));
      part.verdict = isRight ? `Yes, ${said}.` : `You said ${said}.`;
      follow();
      (form.hidden ? input : form.firstChild).focus();
    });
    input.oninput = () => set(input.valueAsNumber);
    const restart = () => {
      for (const [position, answer] of slider.asks) open.set(position, answer);
      form.reset();
      place(slider.start);
    };
    moves.push({ part, slider, place, restart });
    restart();
    const named = make("label", {}, make("span", { className: "live-name" }, slider.label), input);
    const buttons = slider.plays ? players(input, slider.plays, set) : [];
    const together = make("span", { className: "live-buttons" }, ...buttons);
    return make("div", { className: "live-row" }, named, value, ...(slider.asks.length ? [form] : []), together);
  };
  // A number field that must be filled before the slider goes on; a comma is a decimal mark too.
  const question = (answer) => {
    const field = control("input", {
      type: "text",
      inputMode: "decimal",
      required: true,
      pattern: "[\\-−+]?\\d*[.,]?\\d+([eE][\\-−+]?\\d+)?",
      size: 8,
      title: "A number, such as -0.25",
      ariaLabel: "Your number",
    });
    // JupyterLab keeps the Enter from the form.
    field.onkeydown = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      field.form.requestSubmit();
    };
    return make("form", {
      className: "live-buttons",
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        const typed = field.value;
        event.target.reset();
        answer(Number(typed.replace(",", ".").replaceAll("−", "-")), typed);
      },
    }, field, control("button", { textContent: "Check" }));
  };
  const players = (input, milliseconds, set) => {
    const last = Number(input.max);
    let timer = null;
    const stop = () => {
      timer = clearInterval(timer);
      play.textContent = "Play";
    };
    const to = (position) => () => (stop(), set(position()));
    const advance = () =>
      input.valueAsNumber < last && root.isConnected ? set(input.valueAsNumber + 1) : stop();
    const play = button("Play", "Play or pause", () => {
      if (timer) return stop();
      if (input.valueAsNumber === last) set(0);
      play.textContent = "Pause";
      timer = setInterval(advance, milliseconds);
    });
    play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stops.push(stop);
    return [
      button("First", "First", to(() => 0)),
      button("−1", "Step back", to(() => input.valueAsNumber - 1)),
      play,
      button("+1", "Step forward", to(() => input.valueAsNumber + 1)),
      button("Last", "Last", to(() => last)),
    ];
  };

  // ---- what may be dragged in the picture itself takes the slider's nearest position ----
  const dragged = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = figure.width / box.width;
    const at = { x: (event.clientX - box.left) * zoom, y: (event.clientY - box.top) * zoom };
    for (const { part, slider, place } of moves) {
      if (!slider.drag || !isOpen(part)) continue;
      const away = slider.drag.pixels.map((pixel) => Math.abs(pixel - at[slider.drag.along]));
      place(away.indexOf(Math.min(...away)));
    }
    follow();
  };
  if (figure.parts.some((part) => part.sliders.some((slider) => slider.drag))) {
    canvas.classList.add("live-draggable");
    canvas.onpointerdown = (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      dragged(event);
    };
    canvas.onpointermove = (event) => event.buttons && dragged(event);
  }

  // ---- a guess comes first, and the buttons beside it; the answer's sliders keep their place ----
  const rows = parts.map((part) =>
    make("div", {}, ...part.sliders.map((slider, i) => group(part, slider, i))));
  const show = (isShown) => {
    isRevealed = isShown;
    rows[0].style.visibility = isShown ? "" : "hidden";
    // What has the focus must not go from under it.
    if (document.activeElement === reveal) rows[0].querySelector("input").focus();
    reveal.disabled = isShown;
    refresh();
  };
  const reveal = button("Show the answer", "Show the answer", () => show(true));
  const reset = button("Reset", "Reset", () => {
    for (const stop of stops) stop();
    for (const { restart } of moves) restart();
    follow();
    show(!figure.hidden);
  });
  rows.at(-1).lastChild.lastChild.append(...(figure.hidden ? [reveal] : []), reset);
  const paper = make("div", { className: "live-paper" }, canvas, message);
  root.style.setProperty("--live-widest", `${figure.widest}px`);
  root.role = "group";
  root.ariaLabel = figure.label;
  root.replaceChildren(root.querySelector("style"), paper, words, ...[...rows].reverse());
  show(!figure.hidden);
  if (!isBeginning) return;
  const { parts: all } = await inflated(await whole);
  isBeginning = false;
  parts.forEach((part, i) => Object.assign(part, known(all[i])));
  parts.some((part) => part.at.join() !== part.asked) ? follow() : refresh();
};
