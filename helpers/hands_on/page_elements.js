// What the drawing pad and the plane of points are made of.
() => {
  // Keys that a part of ours takes are none of the notebook's shortcuts.
  const OURS = { "data-lm-suppress-shortcuts": "true" };
  const make = (tag, properties = {}, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const button = (name, press) => make("button", { type: "button", textContent: name, onclick: press }, OURS);
  // A square canvas that takes the keyboard's focus, drawn at the screen's own density.
  const square = (side, name, role) => {
    const density = Math.max(2, Math.ceil(devicePixelRatio));
    const canvas = make("canvas", { width: side * density, height: side * density }, { role, "aria-label": name });
    canvas.style.setProperty("--side", `${side}px`);
    const brush = canvas.getContext("2d");
    brush.scale(density, density);
    return { canvas, brush };
  };
  // Where a pointer is on a canvas, from (0, 0) at the top left to (1, 1).
  const placeOf = (event, canvas) => {
    const box = canvas.getBoundingClientRect();
    const part = (at, from, size) => Math.min(Math.max((at - from) / size, 0), 1);
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  };
  const fill = (root, name, ...children) => {
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", name);
    root.replaceChildren(...children);
  };
  return { OURS, make, button, square, placeOf, fill };
};
