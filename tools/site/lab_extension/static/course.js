// What the course adds to a JupyterLab that runs in the browser alone. JupyterLab takes it for an
// extension that was built beforehand: a container with init and get. What it needs of JupyterLab
// it takes from the modules that all extensions share, so there is nothing to build.
window._JUPYTERLAB["slope-by-slope"] = (() => {
  // Read before JupyterLab opens the notebook and takes it out of the address.
  const named = new URLSearchParams(location.search).getAll("path").at(-1);
  const place = location.hash.slice(1);
  const here = document.currentScript.src;
  let shared;

  // Without it, JupyterLite gives what is known of a file, and not what is in it.
  const WHOLE = { content: true };

  const sharedModule = async (name) => {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  };

  const whenBusyOrIdle = (context) =>
    new Promise((known) => {
      const look = () => {
        if (!["busy", "idle"].includes(context.session?.kernel?.status)) return;
        context.statusChanged.disconnect(look);
        known();
      };
      context.statusChanged.connect(look);
      look();
    });

  const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

  // JupyterLab puts cells on the page when it finds the time, and figures above grow as they are
  // painted: so a cell is led to until it stays, or until somebody scrolls or types.
  const STAYS = 5;
  const leadTo = async (notebook, id) => {
    const index = notebook.widgets.findIndex(({ model }) => model.id === id);
    if (index < 0) return;
    let isTaken = false;
    const take = () => (isTaken = true);
    const deeds = ["keydown", "pointerdown", "wheel"];
    deeds.forEach((deed) => notebook.node.addEventListener(deed, take, { once: true }));
    notebook.activeCellIndex = index;
    const { node } = notebook.widgets[index];
    for (let before, stayed = 0; stayed < STAYS && !isTaken && !notebook.isDisposed; ) {
      await pause(200);
      if (!node.isConnected || !notebook.isVisible) continue;
      const { top } = node.getBoundingClientRect();
      stayed = Math.abs(top - before) < 2 ? stayed + 1 : 0;
      if (!stayed) node.scrollIntoView();
      before = node.getBoundingClientRect().top;
    }
  };

  const told = (PageConfig) =>
    JSON.parse(PageConfig.getOption("litePluginSettings") || "{}")["slope-by-slope:editions"];

  // Have in front what the address names: what was left open is laid out meanwhile, and may come to
  // lie before it. Where it names nothing and nothing was left open, open the first notebook.
  const openNamed = ({ PageConfig }) => ({
    id: "slope-by-slope:named",
    autoStart: true,
    activate(app) {
      const [first] = Object.keys(told(PageConfig).editions);
      app.restored.then(() => {
        const isOpen = [...app.shell.widgets("main")].some((widget) => "context" in widget);
        const path = named ?? (isOpen ? "" : first);
        if (path) app.commands.execute("docmanager:open", { path });
      });
    },
  });

  // Go to the cell that the address names, in the notebook that it names.
  const leadToPlace = ({ INotebookTracker }) => ({
    id: "slope-by-slope:place",
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      const lead = async (_tracker, panel) => {
        if (panel.context.path !== named) return;
        tracker.widgetAdded.disconnect(lead);
        await panel.revealed;
        await leadTo(panel.content, decodeURIComponent(place));
      };
      if (place) tracker.widgetAdded.connect(lead);
    },
  });

  // On a phone the list of files would leave the notebook a strip.
  const NARROW = 760;
  const makeRoom = ({ INotebookTracker }) => ({
    id: "slope-by-slope:room",
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      if (innerWidth >= NARROW) return;
      app.restored.then(() => {
        app.commands.execute("application:toggle-side-tabbar", { side: "right" });
      });
      // To open a notebook by its address shows the list again.
      tracker.widgetAdded.connect(async (_tracker, panel) => {
        await panel.revealed;
        app.shell.collapseLeft();
      });
    },
  });

  // Say that Python is loading: it takes its time, and what can be done meanwhile is much.
  const sayLoading = ({ INotebookTracker, Notification }) => ({
    id: "slope-by-slope:loading",
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      const words =
        "Python is loading into your browser, about 20 MB on a first visit. " +
        "Meanwhile you can read, move sliders and answer questions.";
      const say = async (panel) => {
        const id = Notification.emit(words, "in-progress", { autoClose: false });
        await whenBusyOrIdle(panel.sessionContext);
        const message = "Python is ready: run the cells.";
        Notification.update({ id, message, type: "success", autoClose: 4000 });
      };
      // One kernel after the other is asked for; what the first has fetched serves the others.
      const first = (_tracker, panel) => {
        tracker.widgetAdded.disconnect(first);
        void say(panel);
      };
      tracker.widgetAdded.connect(first);
    },
  });

  // Offer to start Python again where a cell goes on. JupyterLite's interrupt keeps back the cells
  // that wait; it cannot reach the one that runs.
  const PATIENCE_MS = 1500;
  const stopForGood = ({ INotebookTracker, showDialog, Dialog }) => ({
    id: "slope-by-slope:stop",
    autoStart: true,
    requires: [INotebookTracker],
    activate(app, tracker) {
      const goesOn = (kernel) =>
        new Promise((end) => setTimeout(() => end(kernel.status === "busy"), PATIENCE_MS));
      const ask = () =>
        showDialog({
          title: "This cell goes on",
          body:
            "In a browser a cell that runs cannot be interrupted, but Python can be started again. " +
            "It then forgets its variables. The notebook stays as it is.",
          buttons: [
            Dialog.cancelButton({ label: "Let it run" }),
            Dialog.warnButton({ label: "Restart Python" }),
          ],
        });
      app.commands.commandExecuted.connect(async (_commands, { id }) => {
        const context = tracker.currentWidget?.sessionContext;
        const kernel = context?.session?.kernel;
        if (id !== "notebook:interrupt-kernel" || !kernel || !(await goesOn(kernel))) return;
        if ((await ask()).button.accept) await context.restartKernel();
      });
    },
  });

  // A copy that the browser has saved hides what the site has since. Say where there is something
  // newer, and lay it out on demand: the learner's own is kept beside it.
  const layOutAnew = (modules) => ({
    id: "slope-by-slope:editions",
    autoStart: true,
    requires: [modules.INotebookTracker, modules.IMainMenu],
    optional: [modules.ICommandPalette],
    activate(app, tracker, menu, palette) {
      const { contents } = app.serviceManager;
      const { Notification, PageConfig, URLExt } = modules;
      const { editions } = told(PageConfig);

      const nameBeside = async (path) => {
        const names = (await contents.get("", WHOLE)).content.map(({ name }) => name);
        let number = 1;
        const beside = () => path.replace(/\.ipynb$/, `.mine-${number}.ipynb`);
        while (names.includes(beside())) number += 1;
        return beside();
      };
      const cellsOf = ({ cells }) => JSON.stringify(cells.map(({ source }) => source));
      const layOut = async ({ context }) => {
        const { path } = context;
        const address = URLExt.join(PageConfig.getBaseUrl(), "files", path);
        const published = await (await fetch(address, { cache: "no-cache" })).json();
        const isOwn = cellsOf(published) !== cellsOf(context.model.toJSON());
        await context.save();
        const beside = isOwn ? await nameBeside(path) : "";
        if (isOwn) {
          // The whole model would be kept under its own old name.
          const { type, format, content } = await contents.get(path, WHOLE);
          await contents.save(beside, { type, format, content });
        }
        // What the browser has saved goes; what the site has is seen again.
        await contents.delete(path);
        await context.revert();
        const kept = isOwn ? `; yours is ${beside} now` : "";
        Notification.success(`${path} is as published again${kept}.`, { autoClose: 10000 });
      };

      const command = "slope-by-slope:as-published";
      const isPublished = () => tracker.currentWidget?.context.path in editions;
      app.commands.addCommand(command, {
        label: "Notebook as Published Again",
        isEnabled: isPublished,
        execute: () => layOut(tracker.currentWidget),
      });
      tracker.currentChanged.connect(() => app.commands.notifyCommandChanged(command));
      menu.fileMenu.addGroup([{ command }], 4);
      palette?.addItem({ command, category: "Slope by Slope" });

      tracker.widgetAdded.connect(async (_tracker, panel) => {
        await panel.context.ready;
        const newest = editions[panel.context.path];
        const edition = panel.context.model.getMetadata("slope_by_slope")?.edition;
        if (!newest || edition === newest) return;
        const words = `There is a newer edition of ${panel.context.path} than yours.`;
        const label = "Take it, keep mine beside it";
        const actions = [{ label, displayType: "accent", callback: () => layOut(panel) }];
        Notification.info(words, { autoClose: false, actions });
      });
    },
  });

  // All that the browser keeps for the learner, as one file to take away.
  const downloadAll = ({ IMainMenu, ICommandPalette }) => ({
    id: "slope-by-slope:download",
    autoStart: true,
    requires: [IMainMenu],
    optional: [ICommandPalette],
    activate(app, menu, palette) {
      const { contents } = app.serviceManager;
      const filesIn = async (folder) => {
        const { content } = await contents.get(folder, WHOLE);
        const found = content.map(({ type, path }) => (type === "directory" ? filesIn(path) : path));
        return (await Promise.all(found)).flat();
      };
      const bytesOf = async (path) => {
        const { content, format } = await contents.get(path, WHOLE);
        if (format === "base64") return Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
        const text = format === "json" ? JSON.stringify(content, null, 1) : content;
        return new TextEncoder().encode(text);
      };
      const download = (bytes) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
        link.download = "slope-by-slope.zip";
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      };
      const command = "slope-by-slope:download-all";
      app.commands.addCommand(command, {
        label: "Download All Files",
        async execute() {
          await app.commands.execute("docmanager:save-all");
          const { zipSync } = await import(new URL("fflate.js", here));
          const paths = await filesIn("");
          const files = await Promise.all(paths.map(async (path) => [path, await bytesOf(path)]));
          download(zipSync(Object.fromEntries(files)));
        },
      });
      menu.fileMenu.addGroup([{ command }], 7);
      palette?.addItem({ command, category: "Slope by Slope" });
    },
  });

  return {
    init(scope) {
      shared = scope;
    },
    async get() {
      const names = ["notebook", "apputils", "mainmenu", "coreutils"];
      const found = await Promise.all(names.map((name) => sharedModule(`@jupyterlab/${name}`)));
      const modules = Object.assign({}, ...found);
      const plugins = [openNamed, leadToPlace, makeRoom, sayLoading, stopForGood];
      plugins.push(layOutAnew, downloadAll);
      return () => ({ __esModule: true, default: plugins.map((plugin) => plugin(modules)) });
    },
  };
})();
