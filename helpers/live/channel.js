// A live figure's widget: live.js finds the model by its id, and tells it where the sliders are.
const channels = (globalThis.slopeBySlopeChannels ??= new Map());

const run = (script) => {
  const copy = document.createElement("script");
  copy.textContent = script.textContent;
  script.replaceWith(copy);
};

export default {
  initialize({ model }) {
    const id = model.get("figure_id");
    channels.set(id, model);
    // For what the learner moved before the way was there.
    dispatchEvent(new Event("slope-by-slope-channel"));
    const close = () => channels.delete(id);
    // It was live before it came here: this is its kernel going.
    model.on("comm_live_update", close);
    return close;
  },

  // In a box: the figure that the cell itself shows moves there; for another the kernel is asked.
  render({ model, el }) {
    el.classList.add("live-boxed");
    const cellOf = (element) => element.closest(".jp-Cell, .cell_container");
    const isFree = (figure) => !figure.closest(".live-boxed") && cellOf(figure) === cellOf(el);
    const show = ({ html }) => {
      if (!html) return;
      model.off("msg:custom", show);
      el.innerHTML = html;
      el.querySelectorAll("script").forEach(run);
    };
    const fill = () => {
      if (!el.isConnected) return requestAnimationFrame(fill);
      const figures = document.querySelectorAll(`[data-channel="${model.get("figure_id")}"]`);
      const free = [...figures].find(isFree);
      if (free) return el.append(free);
      model.on("msg:custom", show);
      model.send({ show: true });
    };
    fill();
  },
};
