// The way to the kernel for figures recorded on demand: live.js finds the model by its id.
const channels = (globalThis.slopeBySlopeChannels ??= new Map());

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
};
