// Run notebooks in the kernel of the browser-only Lab, outside of a browser: as a learner's Run All.
// node notebooks_in_node.mjs PYODIDE NOTEBOOKS NAME... prints, for each name, a line of JSON.
import { readFileSync } from "fs";
import { resolve } from "path";
import { pathToFileURL } from "url";

const [pyodide, notebooks, ...names] = process.argv.slice(2);
const folder = resolve(pyodide) + "/";
const { loadPyodide } = await import(pathToFileURL(folder + "pyodide.mjs"));
const python = await loadPyodide({
  indexURL: folder,
  packageCacheDir: folder,
  lockFileURL: folder + "pyodide-lock.json",
  packages: JSON.parse(process.env.PRELOADED),
  env: JSON.parse(process.env.KERNEL_ENVIRONMENT),
  stdout: console.error,
  stderr: console.error,
});
python.FS.mkdir("/drive");
python.FS.chdir("/drive");
python.runPython(readFileSync(new URL("notebook_run.py", import.meta.url), "utf8"));
const run = python.globals.get("run_notebook");
for (const name of names) {
  const ran = await run(name, readFileSync(`${notebooks}/${name}.ipynb`, "utf8"));
  // The end of the process does not wait for what a pipe has not taken yet.
  await new Promise((taken) => process.stdout.write(`${ran}\n`, taken));
}
process.exit();
