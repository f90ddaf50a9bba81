// A notebook's page as slides: its figures and questions one to a screen, alive as on the page. What
// a slide shows is moved into a dialog and back to its place: nothing is copied, nothing runs twice.
{
  const SHOWN = ".live-figure, .course-picture, .course-question, .hands-on";
  const MOVES = {
    ArrowRight: () => onward(),
    PageDown: () => onward(),
    ArrowLeft: () => turn(at - 1),
    PageUp: () => turn(at - 1),
    Home: () => turn(0),
    End: () => turn(slides.length - 1),
    Escape: () => screen.close(),
  };
  // Where these keys move something else: sliders, choices, fields, pads, what scrolls.
  const KEEPS = "input, textarea, select, [role='application'], .live-paper[tabindex]";
  const HEADINGS = ":scope > :is(h1, h2, h3, h4)";
  const NARROWEST = 420;

  const article = document.querySelector("article.bd-article");
  const opener = document.querySelector(".book-present");
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (textContent, title, onclick) =>
    make("button", { type: "button", textContent, title, ariaLabel: title, onclick });

  // ---- what is on the slides ----
  const whole = (shown) =>
    shown.closest("details.hide") ??
    (shown.matches(".course-question") ? shown : shown.closest(".output"));
  const before = (element, selector) => {
    const found = [];
    for (let it = element?.previousElementSibling; it?.matches(selector); it = it.previousElementSibling)
      found.unshift(it);
    return found;
  };
  // The last paragraph above says what to look for. Above two older questions, it is about these.
  const CELL = "div.cell:not(:has(.course-question + .course-question))";
  const prose = (shown) => {
    const cell = shown.closest("div.cell"), [first = cell] = before(cell, CELL);
    return before(first, "p:not(.book-run)").slice(-1);
  };
  const kernelWay = (output) => {
    const next = output.nextElementSibling;
    return next?.querySelector(".book-run") ? [next] : [];
  };
  // What comes below an exercise is no part of it.
  const titleOf = (element) => {
    const section = element.closest("section");
    const heading = section.querySelector(HEADINGS).cloneNode(true);
    heading.querySelector(".headerlink")?.remove();
    const isExercise = heading.textContent.startsWith("Exercise:");
    return isExercise ? titleOf(section.parentElement) : [...heading.childNodes];
  };
  const slideOf = (element) => {
    const output = element.closest(".output");
    const isFirst = output?.querySelector(SHOWN) === element || output === element;
    const printed = isFirst ? before(output, ".output.stream") : [];
    const parts = [...prose(element), ...printed, element, ...kernelWay(element)];
    return { parts, element, title: titleOf(element) };
  };
  const found = () => {
    const all = [...article.querySelectorAll(SHOWN)];
    const outer = all.filter((shown) => !shown.parentElement.closest(SHOWN));
    return [...new Set(outer.map(whole))].map(slideOf);
  };

  // ---- the screen ----
  const title = make("h2", { className: "present-title", id: "present-title", tabIndex: -1 });
  const back = button("‹", "Back", () => turn(at - 1));
  const next = button("›", "Next", () => onward());
  const count = make("span", { className: "present-count" });
  const leave = button("✕", "Leave (Escape)", () => screen.close());
  const bar = make("div", { className: "present-bar" }, back, count, next, leave);
  const room = make("div", { className: "cell_output" });
  const stage = make("div", { className: "cell present-stage" }, room);
  const head = make("div", { className: "present-head" }, title, bar);
  const screen = make("dialog", { className: "present" }, head, stage);
  screen.setAttribute("aria-labelledby", title.id);
  let slides = [], at = 0, places = [];

  const putBack = () => {
    for (const { place, part } of places) place.replaceWith(part);
    places = [];
  };
  const lay = ({ parts }) => {
    places = parts.map((part) => {
      const place = document.createComment("");
      part.replaceWith(place);
      return { place, part };
    });
    room.replaceChildren(...parts);
  };
  // Pictures are as wide as they can be with all of the slide in sight.
  const fit = () => {
    const fits = (width) => {
      screen.style.setProperty("--present-width", `${width}px`);
      return stage.scrollHeight <= stage.clientHeight;
    };
    let most = room.clientWidth, least = Math.min(NARROWEST, most);
    if (fits(most)) return;
    while (most - least > 1) {
      const middle = Math.floor((least + most) / 2);
      fits(middle) ? (least = middle) : (most = middle);
    }
    fits(least);
  };
  const turn = (wanted) => {
    const to = Math.max(0, Math.min(wanted, slides.length - 1));
    if (places.length && to === at) return;
    at = to;
    putBack();
    lay(slides[at]);
    // It answers the question of the slide before.
    if (folded() && slides[at].parts[0] === slides[at - 1]?.parts[0]) folded().open = true;
    title.replaceChildren(...slides[at].title);
    count.textContent = `${at + 1} of ${slides.length}`;
    back.disabled = at === 0;
    next.disabled = at === slides.length - 1 && !folded();
    stage.scrollTop = 0;
    fit();
    if (!bar.contains(document.activeElement) || document.activeElement.disabled) title.focus();
  };

  // What is folded is the slide's second half.
  const folded = () => room.querySelector("details.hide:not([open])");
  const onward = () => {
    const fold = folded();
    fold ? (fold.open = true) : turn(at + 1);
  };

  // ---- coming and going ----
  const nearest = () => {
    const top = document.querySelector(".bd-header-article").getBoundingClientRect().bottom;
    const below = slides.findIndex(({ element }) => element.getBoundingClientRect().bottom > top);
    return below < 0 ? slides.length - 1 : below;
  };
  const start = async () => {
    slides = found();
    const first = nearest();
    // Where it is refused, the window is the screen.
    await document.documentElement.requestFullscreen?.().catch(() => {});
    screen.showModal();
    turn(first);
    title.focus();
  };
  const end = () => {
    putBack();
    if (document.fullscreenElement) document.exitFullscreen();
    slides[at].element.scrollIntoView({ block: "center" });
  };
  const pressed = (event) => {
    const { key, target } = event, move = MOVES[key];
    const isAhead = screen.open && (screen.contains(target) || target === document.body);
    if (!isAhead || !move || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    // A remote control sends the keys for pages, whatever was used last.
    if (target.matches(KEEPS) && !/^(Page|Escape)/.test(key)) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  article.append(screen);
  screen.addEventListener("close", end);
  addEventListener("keydown", pressed, { capture: true });
  // What is in it may come late, or open.
  new ResizeObserver(() => screen.open && fit()).observe(room);
  new ResizeObserver(() => screen.open && fit()).observe(stage);
  // The browser's own way out of the full screen is the way out of this.
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || screen.close());
  opener.onclick = start;
  opener.hidden = false;
}
