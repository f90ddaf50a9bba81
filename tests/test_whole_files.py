"""A file is written whole or not at all."""

import os

import pytest

from tools.whole_files import write_whole


@pytest.mark.skipif(os.name == "nt", reason="on Windows, an open file is not replaced")
def test_whoever_reads_meanwhile_reads_one_of_the_two(tmp_path):
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(b"before")
    with open(path, "rb") as reader:
        write_whole(path, b"after")
        assert reader.read() == b"before"
    assert path.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [path]


def test_where_the_disk_is_full_the_file_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(b"before")

    def full(_path, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(path), "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
