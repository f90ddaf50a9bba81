// Turn a question's words into something to answer: commit first, then see. The browser keeps it.
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
  const button = control("button", { type: "submit", textContent: "Commit" });
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

  // ---- one of several ----
  const choose = () => {
    const list = root.querySelector(".question-choices");
    const told = [...answer.querySelectorAll("li > span")];
    const items = [...list.children];
    const texts = items.map((item) => make("span", {}, ...words(item)));
    const inputs = items.map((item) => control("input", { type: "radio", name: "choice" }));
    const marks = items.map(() => make("em"));
    items.forEach((item, i) => item.replaceChildren(make("label", {}, inputs[i], texts[i]), marks[i]));
    const judge = () => {
      const chosen = inputs.findIndex((input) => input.checked);
      if (chosen < 0) return { ask: "Choose one first. A guess is welcome." };
      const isRight = chosen === facts.right;
      marks[facts.right].textContent = isRight ? "your choice, right" : "right";
      if (!isRight) marks[chosen].textContent = "your choice";
      const right = [bold("Right."), " ", ...words(told[facts.right])];
      if (isRight) return { isRight, said: [paragraph(...right)] };
      const not = [bold("Not this one."), " ", ...words(told[chosen])];
      const stop = /[.?!]$/.test(texts[facts.right].textContent) ? "" : ".";
      const truth = make("strong", {}, "Right is: ", ...words(texts[facts.right]), stop);
      return { isRight, said: [paragraph(...not), paragraph(truth, " ", ...words(told[facts.right]))] };
    };
    const given = () => inputs.findIndex((input) => input.checked);
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
  const readings = (typed) => {
    const plain = typed.trim().replace(/[\u2212\u2013]/g, "-").replace(/\s/g, "");
    const forms = [plain.replace(",", "."), /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(",", "") : ""];
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
      const slip = facts.slips.findIndex((value) => meant.some((number) => near(number, value)));
      const known = meant.some((number) => near(number, -facts.answer)) ? ["The size is right, the sign is not."] : [];
      const led = slip < 0 ? known : words(slips[slip]);
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
  const form = make("form", { noValidate: true }, group, button, verdict);
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
      if (field.tagName === "INPUT" || event.ctrlKey || event.metaKey) form.requestSubmit();
      else if (!field.readOnly) field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    });
  const commit = () => {
    const { ask, isRight, said } = judge();
    verdict.replaceChildren(...(ask ? [paragraph(ask)] : said));
    if (isRight !== undefined) root.classList.add(isRight ? "question-right" : "question-wrong");
    if (!ask) settle(true);
    return !ask;
  };
  const answerAgain = () => {
    root.classList.remove("question-right", "question-wrong");
    settle(false);
    verdict.replaceChildren();
    clear();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (root.classList.contains("question-over")) {
      storage("removeItem");
      answerAgain();
    } else if (commit()) {
      storage("setItem", given());
      return;
    }
    controls[0].focus();
  });
  const before = storage("getItem");
  if (before !== null) {
    give(before);
    commit();
  }
  answer.replaceWith(form);
}
