// Turn a question's words into something to answer: commit first, then see. A wrong first answer is
// told why, and has one more try before the right one appears. The browser keeps what was committed.
// `root` holds the words, the answer folded; `facts` what is not words: asking.py. No kernel.
(root, facts) => {
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  // A notebook's shortcuts would take the keys.
  const control = (tag, properties) => {
    const element = make(tag, properties);
    element.dataset.lmSuppressShortcuts = "true";
    // With these, VS Code would go to another cell.
    element.addEventListener("keydown", (event) => {
      if (/^(Home|End|Page)/.test(event.key)) event.stopPropagation();
    });
    return element;
  };
  const bold = (text) => make("strong", { textContent: text });
  const words = (element) => [...element.cloneNode(true).childNodes];
  const paragraph = (...children) => make("p", {}, ...children);

  root.removeAttribute("style");
  const answer = root.querySelector("details");
  const prompt = root.querySelector(".question-prompt");
  const button = control("button", { type: "button", textContent: "Commit" });
  const verdict = make("div", { className: "question-verdict" });
  verdict.setAttribute("role", "status");

  // A browser may refuse to keep anything, or be full: then an answer lasts as long as its page.
  const storage = (action, ...value) => {
    try {
      return localStorage[action](facts.key, ...value);
    } catch {
      return null;
    }
  };

  // What was committed to, the first try first.
  const tries = [];

  // ---- one of several ----
  const choose = () => {
    const list = root.querySelector(".question-choices");
    const told = [...answer.querySelectorAll("li > span")];
    const items = [...list.children];
    const texts = items.map((item) => make("span", {}, ...words(item)));
    // One name for the whole page would let one question uncheck another.
    const name = `choice of ${Math.random()}`;
    const inputs = items.map(() => control("input", { type: "radio", name }));
    const marks = items.map(() => make("em"));
    items.forEach((item, i) => item.replaceChildren(make("label", {}, inputs[i], texts[i]), marks[i]));
    const given = () => inputs.findIndex((input) => input.checked);
    const judge = () => {
      const chosen = given();
      if (chosen < 0) return { ask: "Choose one first. A guess is welcome." };
      const isRight = chosen === facts.right;
      // Of two choices, one that is wrong gives the other away: there is nothing left to try.
      const isOpen = !isRight && !tries.length && inputs.length > 2;
      const which = isOpen ? "first " : tries.length ? "second " : "";
      marks[chosen].textContent = `your ${which}choice${isRight ? ", right" : ""}`;
      if (isRight) return { isRight, said: [paragraph(bold("Right."), " ", ...words(told[chosen]))] };
      const not = paragraph(bold("Not this one."), " ", ...words(told[chosen]));
      if (isOpen) {
        Object.assign(inputs[chosen], { checked: false, disabled: true });
        return { isRight, isOpen, said: [not] };
      }
      marks[facts.right].textContent = "right";
      const stop = /[.?!]$/.test(texts[facts.right].textContent) ? "" : ".";
      const truth = make("strong", {}, "Right is: ", ...words(texts[facts.right]), stop);
      return { isRight, said: [not, paragraph(truth, " ", ...words(told[facts.right]))] };
    };
    const give = (number) => inputs.forEach((input, i) => (input.checked = String(i) === number));
    return { place: list, controls: inputs, judge, given, give, clear: () => {
      for (const mark of marks) mark.textContent = "";
      give(null);
    } };
  };

  const written = (field) => ({
    controls: [field],
    given: () => field.value,
    give: (text) => (field.value = text),
  });

  // ---- a number ----
  // What was typed may mean more than one number: 1,797 is a decimal to some, thousands to others.
  // 1.797 is thousands to half of Europe, but a decimal wherever decimals are asked for.
  const readings = (typed) => {
    const plain = typed.trim().replace(/[\u2212\u2013]/g, "-").replace(/\s/g, "");
    const forms = [plain.replace(",", ".")];
    if (/^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain)) forms.push(plain.replaceAll(",", ""));
    const points = /^[-+]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/.exec(plain);
    if (points && (points[2] || !facts.digits)) forms.push(plain.replaceAll(".", "").replace(",", "."));
    const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
    return forms.flatMap((form) => {
      const parts = form.split("/");
      return parts.length < 3 && parts.every((part) => number.test(part)) ? [parts.map(Number).reduce((a, b) => a / b)] : [];
    }).filter(Number.isFinite);
  };
  const type = () => {
    const field = control("input", { type: "text", autocomplete: "off", spellcheck: false });
    field.inputMode = "decimal";
    const told = answer.querySelector("p > span"), shown = answer.querySelector("p > strong").textContent.slice(0, -1);
    const slips = [...answer.querySelectorAll("li > span")];
    const half = 0.5 * 10 ** -facts.digits * (1 + 1e-9);
    const near = (a, b) => Math.abs(a - b) <= half;
    const judge = () => {
      const typed = field.value.trim(), meant = readings(typed);
      if (!typed) return { ask: "Type a number first. A guess is welcome." };
      if (!meant.length) return { ask: `\u201c${typed.slice(0, 30)}\u201d is not a number that can be read here. Write one such as -0.25 or 1/3.` };
      if (meant.some((number) => near(number, facts.answer)))
        return { isRight: true, said: [paragraph(bold(`Right: ${shown}.`), " ", ...words(told))] };
      const decimals = (typed.split(/[.,]/)[1] ?? "").length;
      const rounded = Number(facts.answer.toFixed(decimals));
      if (decimals < facts.digits && rounded && meant.includes(rounded)) return { ask: `Right as far as it goes. Give it ${facts.form}.` };
      // The key that committed it, pressed twice, would use up the second try.
      if (tries.some((earlier) => readings(earlier).some((number) => meant.includes(number))))
        return { ask: "That is the number that you had. Try another one." };
      const slip = facts.slips.findIndex((value) => meant.some((number) => near(number, value)));
      const known = meant.some((number) => near(number, -facts.answer)) ? ["The size is right, the sign is not."] : [];
      const led = slip < 0 ? known : words(slips[slip]);
      if (!tries.length) return { isRight: false, isOpen: true, said: [paragraph(bold(`Not yet: ${typed} is not the answer.`), " ", ...led)] };
      const said = [paragraph(bold(`Not yet: you have ${typed}, the answer is ${shown}.`), " ", ...led), paragraph(...words(told))];
      return { isRight: false, said };
    };
    const label = make("label", {}, `Your number, ${facts.form}`, field);
    prompt.querySelector(".question-form").remove();
    return { place: label, ...written(field), judge, clear: () => (field.value = "") };
  };

  // ---- in words ----
  const say = () => {
    const field = control("textarea", { rows: 3, spellcheck: true });
    const judge = () => {
      if (!field.value.trim()) return { ask: "Write a sentence first. Half sure is good enough." };
      const [, ...parts] = answer.children;
      return { said: [paragraph(bold("A model answer, to hold beside yours.")), ...parts.map((part) => part.cloneNode(true))] };
    };
    const label = make("label", {}, "Your answer", field);
    return { place: label, ...written(field), judge, clear: () => {} };
  };

  const { place, controls, given, give, judge, clear } = { choose, number: type, words: say }[facts.kind]();
  const group = make("div", { className: "question-group" }, place);
  group.setAttribute("role", facts.kind === "choose" ? "radiogroup" : "group");
  group.setAttribute("aria-label", prompt.textContent);
  // Not a form: in a frame that allows none, its submit event would never come.
  const answering = make("div", { className: "question-answering" }, group, button, verdict);
  const settle = (isOver) => {
    const kept = facts.kind === "choose" ? "disabled" : "readOnly";
    // What is disabled loses the focus, and the keyboard its place.
    if (kept === "disabled" && controls.includes(document.activeElement)) button.focus();
    for (const input of controls) input[kept] = isOver;
    button.textContent = isOver ? "Answer again" : "Commit";
    root.classList.toggle("question-over", isOver);
  };
  // JupyterLab keeps Enter from doing in a cell's fields what it does on every other page.
  for (const field of controls)
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (field.tagName === "INPUT" || event.ctrlKey || event.metaKey) press();
      else if (!field.readOnly) field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    });
  const isOver = () => root.classList.contains("question-over");
  // What was said of a first try stays in sight until the second.
  let diagnosis = [];
  const commit = () => {
    const value = String(given());
    const { ask, isRight, isOpen, said } = judge();
    const further = ask ?? (isOpen && "You have one more try.");
    verdict.replaceChildren(...(said ?? diagnosis), ...(further ? [paragraph(further)] : []));
    if (ask) return false;
    tries.push(value);
    diagnosis = said;
    root.classList.toggle("question-right", isRight === true);
    root.classList.toggle("question-wrong", isRight === false);
    if (!isOpen) settle(true);
    return true;
  };
  const answerAgain = () => {
    root.classList.remove("question-right", "question-wrong");
    settle(false);
    tries.length = 0;
    diagnosis = [];
    verdict.replaceChildren();
    clear();
  };
  const press = () => {
    if (isOver()) {
      storage("removeItem");
      answerAgain();
    } else if (commit()) storage("setItem", tries.join("\n"));
    if (isOver()) return;
    const next = controls.find((input) => !input.disabled);
    next.focus();
    // A second number takes the place of the first.
    if (tries.length) next.select();
  };
  button.onclick = press;
  // A second try is kept on a second line. An answer in words has one try, and lines of its own.
  const kept = storage("getItem");
  for (const value of kept === null ? [] : facts.kind === "words" ? [kept] : kept.split("\n")) {
    if (isOver()) break;
    give(value);
    commit();
  }
  answer.replaceWith(answering);
}
