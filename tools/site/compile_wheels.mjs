// Compile what a kernel imports as it starts, by the Python that will run it (compile_wheels.py).
// node compile_wheels.mjs PYODIDE TO writes the wheels of a Pyodide to the folder TO; what there is
// to do, as compiled.py has it, comes as JSON on standard input.
import { readFileSync } from "fs";
import { resolve } from "path";
import { pathToFileURL } from "url";

const [pyodide, to] = process.argv.slice(2);
const { packages, environment, start, wheels, unused } = JSON.parse(readFileSync(0, "utf8"));
const folder = resolve(pyodide) + "/";
const { loadPyodide } = await import(pathToFileURL(folder + "pyodide.mjs"));
const python = await loadPyodide({
  indexURL: folder,
  packageCacheDir: folder,
  packages,
  env: environment,
  stdout: console.error,
  stderr: console.error,
});
python.mountNodeFS("/from", folder);
python.mountNodeFS("/to", resolve(to));
python.runPython(start);
python.runPython(readFileSync(new URL("compile_wheels.py", import.meta.url), "utf8"));
const { imported_files, compile_wheel } = python.globals.toJs();
const chosen = imported_files();
for (const wheel of wheels) compile_wheel(`/from/${wheel}`, `/to/${wheel}`, chosen, unused);
process.exit();
