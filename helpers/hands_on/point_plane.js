// Put points of two classes into a plane. The kernel hears of every change through the widget that
// root's data-channel names; `sets` are points [x, y, class] to start from, by name.
({ OURS, make, button, square, placeOf, fill }, root, { reach, sets, start, colors }) => {
  const SIDE = 320, MARGIN = 22, NEAR = 7, STEP = reach / 20;
  const CLASSES = [{ name: "circle", sign: 1 }, { name: "cross", sign: -1 }];
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  const help = "Arrow keys move the cursor, Space places a point or takes it away, C changes the class.";
  const { canvas, brush } = square(SIDE, `Plane of points. ${help}`, "application");
  for (const [name, value] of Object.entries({ tabindex: 0, ...OURS })) canvas.setAttribute(name, value);
  const words = make("output", { className: "hands-on-words" });
  let points = sets[start], chosen = 0, cursor = [0, 0], hasKeys = false;

  // From the plane, y upwards, to the canvas and back.
  const inner = SIDE - 2 * MARGIN;
  const onCanvas = ([x, y]) => [MARGIN + ((x / reach + 1) * inner) / 2, MARGIN + ((1 - y / reach) * inner) / 2];
  const inPlane = ([across, down]) =>
    [across * SIDE, SIDE - down * SIDE].map((pixel) => {
      const at = (((pixel - MARGIN) * 2) / inner - 1) * reach;
      return Math.round(100 * Math.min(Math.max(at, -reach), reach)) / 100;
    });

  const mark = ([x, y, sign]) => {
    const [left, top] = onCanvas([x, y]);
    brush.beginPath();
    if (sign > 0) {
      brush.arc(left, top, 4.5, 0, 7);
      brush.fillStyle = colors.circle;
      brush.fill();
      return;
    }
    for (const lean of [1, -1]) {
      brush.moveTo(left - 4, top - 4 * lean);
      brush.lineTo(left + 4, top + 4 * lean);
    }
    Object.assign(brush, { strokeStyle: colors.cross, lineWidth: 2.4 });
    brush.stroke();
  };
  const draw = () => {
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, SIDE, SIDE);
    Object.assign(brush, { font: "11px sans-serif", textAlign: "center", textBaseline: "middle", lineWidth: 1 });
    for (let at = -reach; at <= reach; at++) {
      const [x, y] = onCanvas([at, at]);
      brush.beginPath();
      brush.moveTo(x, MARGIN);
      brush.lineTo(x, SIDE - MARGIN);
      brush.moveTo(MARGIN, y);
      brush.lineTo(SIDE - MARGIN, y);
      brush.strokeStyle = at ? "#e6e8ec" : "#6b7280";
      brush.stroke();
      brush.fillStyle = "#1f2328";
      brush.fillText(String(at).replace("-", "−"), x, SIDE - MARGIN / 2);
      brush.fillText(String(at).replace("-", "−"), MARGIN / 2, y);
    }
    points.forEach(mark);
    if (!hasKeys) return;
    const [x, y] = onCanvas(cursor);
    brush.strokeStyle = "#1769c2";
    brush.lineWidth = 2;
    brush.strokeRect(x - 8, y - 8, 16, 16);
  };
  const counted = () =>
    CLASSES.map(({ name, sign }) => {
      const count = points.filter((point) => point[2] === sign).length;
      return `${count} ${name}${count === 1 ? "" : name === "cross" ? "es" : "s"}`;
    }).join(" and ");
  const say = (first = "") => {
    words.textContent = `${first}${counted()}.`;
  };

  // ---- changes: shown, said, and told to the kernel ----
  let early = null;
  const tryAgain = () => root.isConnected && early();
  const change = (next, first) => {
    const channel = globalThis.slopeBySlopeChannels?.get(root.dataset.channel);
    if (!channel) {
      words.textContent = "Run this cell to place points.";
      // A cell that has just run opens its channel a moment after its picture.
      early = () => change(next, first);
      addEventListener("slope-by-slope-channel", tryAgain, { once: true });
      return;
    }
    points = next;
    channel.set("points", points);
    channel.save_changes();
    draw();
    say(first);
  };
  const toggle = (place) => {
    const [x, y] = onCanvas(place);
    const isNear = (point) => {
      const [left, top] = onCanvas(point);
      return (left - x) ** 2 + (top - y) ** 2 < NEAR ** 2;
    };
    const near = points.findLastIndex(isNear);
    const where = (point) => `${CLASSES.find(({ sign }) => sign === point[2]).name} at ${point[0]}, ${point[1]}`;
    if (near >= 0) return change(points.filter((_, i) => i !== near), `Taken away: ${where(points[near])}. `);
    const point = [...place, CLASSES[chosen].sign];
    change([...points, point], `New: ${where(point)}. `);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    hasKeys = false;
    cursor = inPlane(placeOf(event, canvas));
    toggle(cursor);
  });
  canvas.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) cursor = cursor.map((at, i) => Math.round(100 * Math.min(Math.max(at + step[i] * STEP, -reach), reach)) / 100);
    else if (event.key !== " " && event.key.toLowerCase() !== "c") return;
    event.preventDefault();
    event.stopPropagation();
    hasKeys = true;
    if (step) say(`Cursor at ${cursor[0]}, ${cursor[1]}. `);
    else if (event.key === " ") toggle(cursor);
    else choose(1 - chosen);
    draw();
  });
  canvas.addEventListener("blur", () => {
    hasKeys = false;
    draw();
  });

  const choices = CLASSES.map(({ name }, number) => button(`Place ${name === "cross" ? "crosses" : "circles"}`, () => choose(number)));
  const choose = (number) => {
    chosen = number;
    choices.forEach((choice, i) => choice.setAttribute("aria-pressed", i === chosen));
    say(`Now placing ${number ? "crosses" : "circles"}. `);
  };
  const startsFrom = Object.keys(sets).map((name) => button(name[0].toUpperCase() + name.slice(1), () => change(sets[name], `Start: ${name}. `)));
  const line = (...content) => make("div", { className: "hands-on-controls" }, {}, ...content);
  fill(root, "A plane of points", make("div", { className: "hands-on-parts" }, {}, make("div", { className: "hands-on-part" }, {}, canvas), make("div", { className: "hands-on-side" }, {}, line(...choices), make("p", { textContent: `Click to place a point, click a point to take it away. ${help}` }), line(make("span", { textContent: "Start from" }), ...startsFrom))), words);
  choose(0);
  say();
  draw();
};
