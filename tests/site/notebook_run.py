"""Run a notebook in the kernel of the browser-only Lab: executed by notebooks_in_node.mjs."""

import json

import pyodide_kernel

kernel = pyodide_kernel.kernel_instance
shell = pyodide_kernel.ipython_shell
# What Output widgets hold: the run whose outputs are theirs, by the widget.
holders = {}
kernel._parent_header = {"header": {}, "metadata": {}, "content": {}}


async def run_notebook(name, text):
    """Run all code cells of a notebook; return as JSON what each put out."""
    shell.reset()
    ran = [
        await run_cell(cell) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"
    ]
    return json.dumps({"name": name, "cells": ran})


async def run_cell(cell):
    """Run one cell: its id, and its outputs as a notebook has them."""
    outputs, shown = Outputs(), {}
    kernel._parent_header["header"] = {"msg_id": cell["id"]}
    kernel._parent_header["metadata"] = {"cellId": cell["id"]}
    collect(outputs, shown)
    result = await kernel.run("".join(cell["source"]))
    if result["status"] == "error":
        error = {"ename": kept_name(result["ename"]), "evalue": result["evalue"]}
        outputs.append({"output_type": "error", **error})
    return {"id": cell["id"], "outputs": outputs}


class Outputs(list):
    """A cell's outputs, without those that an Output widget takes."""

    def append(self, output):
        if kernel._parent_header["header"]["msg_id"] not in holders.values():
            super().append(output)


def remember_holder(msg_type, content, *rest):
    """Follow what widgets tell the page, as far as it says whose outputs are whose."""
    state = content["data"].get("state", {})
    if "msg_id" in state:
        holders[content["comm_id"]] = state["msg_id"]


shell.send_comm = remember_holder


def collect(outputs, shown):
    """Let what is printed and shown from now on be added to `outputs`."""

    def printed(name, text):
        outputs.append({"output_type": "stream", "name": name, "text": text})

    def displayed(data, metadata, transient):
        output = {"output_type": "display_data", "data": data}
        outputs.append(output)
        if transient and "display_id" in transient:
            shown[transient["display_id"]] = output

    def replaced(data, metadata, transient):
        shown[transient["display_id"]]["data"] = data

    def returned(count, data, metadata):
        outputs.append({"output_type": "execute_result", "data": data})

    for stream in (pyodide_kernel.stdout_stream, pyodide_kernel.stderr_stream):
        stream.publish_stream_callback = printed
    shell.display_pub.display_data_callback = displayed
    shell.display_pub.update_display_data_callback = replaced
    shell.displayhook.publish_execution_result = returned


def kept_name(name):
    """The name of an exception: the kernel says it as <class 'NameError'>."""
    return name.removeprefix("<class '").removesuffix("'>")
