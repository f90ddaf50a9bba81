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

  const AWAITED = "Type the result to go on, or show it.";
  const onEnter = (act) => (event) => {
    if (event.key !== "Enter") return;
    // The focus moves on before a notebook hears of the key: its own shortcut would take it then.
    event.preventDefault();
    event.stopPropagation();
    act();
  };
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
    longest: (sliders.some((slider) => slider.asks.length) ? `${AWAITED} ` : "") +
      states.map((state) => state.words).reduce(longer, ""),
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
  let held = null, hovered = null;
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
    for (const line of new Set([held, hovered])) if (line) light(brush, line, scale);
  };
  // As a marker pen would: what is written there can still be read.
  const light = (brush, { ends: [from, to], reach }, scale) => {
    brush.beginPath();
    brush.moveTo(...from.map((v) => v * scale));
    brush.lineTo(...to.map((v) => v * scale));
    brush.lineCap = reach ? "round" : "butt";
    brush.lineWidth = 2 * Math.max(reach, 10) * scale;
    brush.strokeStyle = "rgb(255 190 0 / 0.35)";
    brush.stroke();
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
  const resize = () => {
    const width = Math.round(canvas.clientWidth * devicePixelRatio), isOther = changesPaper();
    if (!width || (width === canvas.width && !isOther)) return;
    canvas.width = width;
    canvas.height = Math.round((width * figure.height) / figure.width);
    still = new Map();
    draw();
  };

  // ---- its room: where it is narrow the picture shrinks, then scrolls, by keyboard too ----
  const paper = control("div", { className: "live-paper" });
  const enlarge = button("Full size", "Full size", () => {
    const isFull = paper.classList.toggle("live-full");
    enlarge.ariaPressed = String(isFull);
  });
  enlarge.ariaPressed = "false";
  const fit = () => {
    enlarge.hidden = paper.clientWidth > 0.8 * figure.widest;
    const isScrolled = paper.scrollWidth > paper.clientWidth;
    paper.role = isScrolled ? "group" : null;
    paper.ariaLabel = isScrolled ? "Picture, scrolls sideways" : null;
    if (isScrolled) paper.tabIndex = 0;
    // Not -1, with which a click would still give it the focus.
    else paper.removeAttribute("tabindex");
  };
  const rooms = new ResizeObserver(() => (resize(), fit()));
  for (const element of [canvas, paper]) rooms.observe(element);

  // ---- the words: there is room for the longest that are known ----
  const message = make("p", { className: "live-error", hidden: true, role: "alert" });
  const told = make("span", {}), words = make("output", { className: "live-words" }, told);
  words.classList.toggle("live-unseen", !figure.captioned);
  // What no picture says is seen below every one.
  const noted = make("span", {}), notice = make("div", { className: "live-words", ariaHidden: "true" }, noted);
  notice.dataset.longest = parts.some((part) => part.sliders.some((slider) => slider.asks.length)) ? AWAITED : "";
  const notify = (text) => {
    told.textContent = noted.textContent = text;
    notice.hidden = figure.captioned || !(text || notice.dataset.longest);
  };
  const refresh = () => {
    const error = parts.map(({ shown }) => shown.error).find(Boolean);
    message.hidden = !error;
    message.textContent = error ?? "";
    canvas.style.visibility = error ? "hidden" : "";
    for (const part of parts) {
      part.said = [part.verdict, part.shown.words].filter(Boolean).join(" ");
      part.longest = longer(part.longest, part.said);
    }
    notify(parts.map((part) => part.verdict).filter(Boolean).join(" "));
    told.textContent = error ? "" : parts.filter(isOpen).map((part) => part.said).join(" ");
    words.dataset.longest = parts.map((part) => part.longest).join(" ");
    canvas.ariaLabel = told.textContent;
    if (!error && canvas.width) drawSoon();
  };

  // ---- positions: from the recording, or from the kernel, the newest next ----
  const token = Math.random(), questions = [];
  let channel = null, isSlow = false, lastAnswer = 0;
  const answered = ({ forgotten }, [pack]) => {
    if (forgotten && forgotten !== token)
      // Another place that shows this figure has begun to ask.
      for (const part of demanded()) ask(Object.assign(part, { asked: "" }));
    if (!pack) return;
    const { buffer, byteOffset, byteLength } = pack;
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
      notify("Run this cell to move the figure.");
      // A cell that has just run opens the channel a moment after its picture.
      addEventListener("slope-by-slope-channel", askDemanded, { once: true });
      return;
    }
    if (found !== channel) {
      channel = found;
      questions.length = 0;
      channel.on("msg:custom", answered);
      channel.send({ hello: token });
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
    tell();
    if (!isBeginning) askDemanded();
    else if (demanded().length) notify("The figure moves when this cell has run to its end.");
  };

  // ---- the widget in the kernel, where there is one: each slider's value is a trait of it ----
  let widget = null, traits = [];
  const nearest = (numbers, number) => {
    const away = numbers.map((one) => Math.abs(one - number));
    return away.indexOf(Math.min(...away));
  };
  // Only what has moved here: what the kernel has just set may not be heard yet.
  const tell = () => {
    const moved = traits.filter(({ part, i, told }) => told !== part.at[i]);
    for (const trait of moved) {
      trait.told = trait.part.at[trait.i];
      widget.set(trait.name, trait.values[trait.told]);
    }
    if (moved.length) widget.save_changes();
  };
  const hear = (trait) => {
    const { name, values, part, i, place } = trait, value = widget.get(name);
    if (value === values[part.at[i]]) return;
    place(nearest(values, value));
    trait.told = part.at[i];
    follow();
    // A link has to be done before it can be followed back.
    if (value !== values[part.at[i]]) queueMicrotask(() => ((trait.told = null), tell()));
  };
  const meet = () => {
    widget = globalThis.slopeBySlopeChannels?.get(root.dataset.channel);
    if (!widget) return;
    removeEventListener("slope-by-slope-channel", meet);
    traits = widget.get("_sliders").map((trait, at) => ({ ...trait, ...moves[at], told: moves[at].slider.start }));
    for (const trait of traits) widget.on(`change:${trait.name}`, () => hear(trait));
    // What the learner has moved before stays.
    if (traits.some(({ part, i, told }) => told !== part.at[i])) tell();
    else traits.forEach(hear);
  };

  // ---- controls: each one native and named ----
  const moves = [], stops = [];
  const group = (part, slider, i) => {
    const input = control("input", { type: "range", min: 0, max: slider.words.length - 1 });
    const value = make("span", { className: "live-value", ariaHidden: "true" });
    value.style.setProperty("--longest", `${slider.words.reduce(longer, "").length}ch`);
    const open = new Map(slider.asks.map(({ at, ...asked }) => [at, asked]));
    const place = (position) => {
      // It keeps within its ends by itself.
      input.value = Math.min(position, ...open.keys());
      part.at[i] = input.valueAsNumber;
      value.textContent = input.ariaValueText = slider.words[part.at[i]];
      part.verdict = "";
      question.ask(open.get(part.at[i]));
      chapters.mark(part.at[i]);
    };
    // What the learner asks for. Where a number is awaited first, the field says so; it returns that.
    const set = (position) => {
      const wanted = Math.max(0, Math.min(position, input.max));
      place(wanted);
      if (part.at[i] < wanted) part.verdict = AWAITED;
      follow();
      return question.take(part.at[i] < wanted);
    };
    const question = questionOf((verdict) => {
      open.delete(part.at[i]);
      place(part.at[i] + 1);
      part.verdict = verdict;
      follow();
      question.take(false) || input.focus();
    });
    const chapters = chaptersOf(slider.chapters, set);
    const lines = linesOf(slider, input, set);
    // A line that stands for the whole slider is lit from when the slider is taken.
    const hold = () => {
      if (lines.length !== 1) return;
      held = lines[0];
      drawSoon();
    };
    input.onfocus = hold;
    input.oninput = () => (hold(), set(input.valueAsNumber));
    // Enter goes on, as it does in the field.
    const onward = () => set(input.valueAsNumber + 1);
    if (slider.asks.length) input.onkeydown = onEnter(onward);
    const restart = () => {
      for (const { at, ...asked } of slider.asks) open.set(at, asked);
      place(slider.start);
    };
    moves.push({ part, i, slider, place, restart });
    restart();
    const named = make("label", {}, make("span", { className: "live-name" }, slider.label), input);
    const buttons = slider.plays ? players(input, slider.plays, set) : [];
    const together = make("span", { className: "live-buttons" }, ...buttons);
    const above = slider.chapters.length ? [chapters.element] : [];
    const beside = slider.asks.length ? [question.element] : [];
    return make("div", { className: "live-row" }, ...above, named, value, ...beside, together);
  };
  // A number field that must be filled, or passed over, before the slider goes on.
  const questionOf = (answer) => {
    let asked;
    const field = control("input", {
      type: "text",
      inputMode: "decimal",
      required: true,
      // A comma is a decimal mark too.
      pattern: "[\\-−+]?\\d*[.,]?\\d+([eE][\\-−+]?\\d+)?",
      size: 8,
      title: "A number, such as -0.25",
    });
    const check = () => {
      if (!field.reportValidity()) return;
      const typed = Number(field.value.replace(",", ".").replaceAll("−", "-"));
      // Half of the third digit: what a figure shows.
      const isRight = Math.abs(typed - asked.number) <= Math.max(1e-9, 0.005 * Math.abs(asked.number));
      answer(isRight ? `Yes, ${field.value}.` : `You said ${field.value}.`);
    };
    field.onkeydown = onEnter(check);
    field.oninput = () => element.classList.remove("live-awaited");
    // Not a form: in a frame that allows none, its submit event would never come.
    const element = make("div", { className: "live-buttons live-question", role: "group" }, field,
      button("Check", "Check", check), button("Show it", "Show it", () => answer("Shown:")));
    return {
      element,
      ask: (next) => {
        if (next !== asked) field.value = "";
        asked = next;
        element.hidden = !asked;
        element.ariaLabel = field.ariaLabel = asked?.name ?? "";
        element.classList.remove("live-awaited");
      },
      // Give the field the focus where it waits for a number; say whether it does.
      take: (standsOut) => {
        if (!asked) return false;
        element.classList.toggle("live-awaited", standsOut);
        field.focus();
        return true;
      },
    };
  };
  // What may be clicked for a slider: a line for each value, or one that leads to the slider.
  const clickable = [];
  const linesOf = (slider, input, set) => {
    const lines = (slider.lines ?? []).map((line, at) => ({
      ...line,
      pick: () => {
        if (slider.lines.length > 1) set(at);
        input.focus();
      },
    }));
    clickable.push(...lines);
    return lines;
  };
  // Where the parts of a long way begin: each a button, and marked while the slider is in it.
  const chaptersOf = (chapters, set) => {
    const buttons = chapters.map(({ at, name }) => button(name, `Go to ${name}`, () => set(at)));
    const element = make("div", { className: "live-buttons live-chapters", role: "group" }, ...buttons);
    element.ariaLabel = "Chapters";
    const mark = (position) => {
      const current = chapters.findLastIndex(({ at }) => at <= position);
      buttons.forEach((it, i) => (it.ariaCurrent = i === current ? "step" : null));
    };
    return { element, mark };
  };
  // Each step that plays would be read out: only where it stops is.
  const hush = (isPlaying) => {
    words.ariaLive = isPlaying ? "off" : null;
    const last = told.textContent, isLast = () => told.textContent === last;
    if (!isPlaying) requestAnimationFrame(() => isLast() && told.replaceChildren(last));
  };
  const players = (input, milliseconds, set) => {
    const last = Number(input.max);
    let timer = null;
    const name = (text) => (play.textContent = play.title = play.ariaLabel = text);
    const stop = () => {
      if (!timer) return;
      timer = clearInterval(timer);
      name("Play");
      hush(false);
    };
    const to = (position) => () => (stop(), set(position()));
    const advance = () => {
      const isOver = input.valueAsNumber === last || !root.isConnected;
      if (isOver || set(input.valueAsNumber + 1)) stop();
    };
    const play = button("Play", "Play", () => {
      if (timer) return stop();
      name("Pause");
      hush(true);
      timer = setInterval(advance, milliseconds);
      input.valueAsNumber === last ? set(0) : advance();
    });
    play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stops.push(stop);
    return [
      button("First", "First", to(() => 0)),
      button("−1", "−1, step back", to(() => input.valueAsNumber - 1)),
      play,
      button("+1", "+1, step forward", to(() => input.valueAsNumber + 1)),
      button("Last", "Last", to(() => last)),
    ];
  };

  // ---- what may be dragged in the picture itself takes the slider's nearest position ----
  const dragged = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = figure.width / box.width;
    const at = { x: (event.clientX - box.left) * zoom, y: (event.clientY - box.top) * zoom };
    for (const { part, slider, place } of moves) {
      if (!slider.drag || !isOpen(part)) continue;
      place(nearest(slider.drag.pixels, at[slider.drag.along]));
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

  // ---- a line is clicked: the nearest, a node rather than the lines that end in it ----
  const lineAt = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = figure.width / box.width;
    const x = (event.clientX - box.left) * zoom, y = (event.clientY - box.top) * zoom;
    const away = clickable.map(({ ends: [[ax, ay], [bx, by]], reach }) => {
      const dx = bx - ax, dy = by - ay, long = dx * dx + dy * dy;
      const share = long && Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long));
      return Math.hypot(x - ax - share * dx, y - ay - share * dy) - reach;
    });
    const nearest = Math.min(...away);
    return nearest < 14 * zoom ? clickable[away.indexOf(nearest)] : null;
  };
  const hover = (line) => {
    canvas.style.cursor = line ? "pointer" : "";
    if (line === hovered) return;
    hovered = line;
    drawSoon();
  };

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
    held = null;
    follow();
    show(!figure.hidden);
  });
  rows.at(-1).lastChild.lastChild.append(...(figure.hidden ? [reveal] : []), reset, enlarge);
  if (clickable.length) {
    canvas.addEventListener("pointermove", (event) => hover(lineAt(event)));
    canvas.addEventListener("pointerleave", () => hover(null));
    canvas.addEventListener("click", (event) => lineAt(event)?.pick());
  }
  paper.append(canvas, message);
  root.style.setProperty("--live-widest", `${figure.widest}px`);
  root.role = "group";
  root.ariaLabel = figure.label;
  root.replaceChildren(paper, words, notice, ...[...rows].reverse());
  show(!figure.hidden);
  if (isBeginning) {
    const { parts: all } = await inflated(await whole);
    isBeginning = false;
    parts.forEach((part, i) => Object.assign(part, known(all[i])));
    parts.some((part) => part.at.join() !== part.asked) ? follow() : refresh();
  }
  if (root.dataset.channel) addEventListener("slope-by-slope-channel", meet);
  meet();
};
