"""What a class is set up with, where no hub is held: lists of accounts, and files' forms."""

import json
import re
import runpy

import pytest
import yaml
from test_packaging import checked

import course
from helpers.home import COPIES
from tools.notebook_runs import NOTEBOOKS, ROOT

pytest.importorskip("grp", reason="this system has no accounts of Unix")
FOLDER = ROOT / "class"
VALUES = FOLDER / "kubernetes-values.yaml"
SCHEMA = ["--schemafile", str(ROOT / "tests" / "kubernetes_schema.json")]
ACCOUNTS = runpy.run_path(str(FOLDER / "accounts.py"))
LOCK = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", ["Ada", "ada lovelace", "-ada", "1ada", "ada:x", "ada;ls", "ádá", "../ada", "a" * 32]
)
def test_a_name_that_no_account_can_have_is_refused(name):
    with pytest.raises(ACCOUNTS["Refused"], match=re.escape(repr(name))):
        ACCOUNTS["names_in"](f"emmy\n{name}\n")


def test_a_list_without_names_or_with_one_twice_is_refused():
    with pytest.raises(ACCOUNTS["Refused"], match="no names"):
        ACCOUNTS["names_in"]("\n \n")
    with pytest.raises(ACCOUNTS["Refused"], match="emmy stands there more than once"):
        ACCOUNTS["names_in"]("emmy\nada\nemmy\n")


def test_somebody_else_s_account_is_refused():
    with pytest.raises(ACCOUNTS["Refused"], match="root is an account of this machine"):
        ACCOUNTS["check_members"](["root"], "learners", must_exist=False)


def test_a_missing_account_gets_no_new_password():
    with pytest.raises(ACCOUNTS["Refused"], match="no account emmy-noether-1882"):
        ACCOUNTS["check_members"](["emmy-noether-1882"], "learners", must_exist=True)


def test_passwords_are_written_for_root_alone_and_once(tmp_path, monkeypatch):
    given = {}
    write = ACCOUNTS["write_passwords"]
    monkeypatch.setitem(write.__globals__, "set_password", given.__setitem__)
    write(tmp_path / "passwords.csv", ["ada", "emmy"], None)
    assert (tmp_path / "passwords.csv").stat().st_mode & 0o777 == 0o600
    lines = (tmp_path / "passwords.csv").read_text().splitlines()
    assert lines == [f"{name},{password}" for name, password in given.items()]
    assert len(set(given.values())) == 2
    assert all(re.fullmatch(r"(\w{4}-){2}\w{4}", password) for password in given.values())
    with pytest.raises(FileExistsError):
        write(tmp_path / "passwords.csv", ["ada"], None)


def test_the_values_for_kubernetes_have_the_right_form():
    result = checked(SCHEMA, VALUES)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("right", "wrong"), [("cmd:", "command:"), ("limit: 1\n", "limit: one\n")])
def test_the_form_check_of_the_values_can_fail(tmp_path, right, wrong):
    text = VALUES.read_text(encoding="utf-8")
    (tmp_path / "values.yaml").write_text(text.replace(right, wrong), encoding="utf-8")
    assert checked(SCHEMA, tmp_path / "values.yaml").returncode != 0


def test_learners_begin_with_the_first_notebook_everywhere():
    first = f"/lab/tree/{COPIES}/{course.FIRST_NOTEBOOK}"
    values = yaml.safe_load(VALUES.read_text(encoding="utf-8"))
    assert values["singleuser"]["defaultUrl"] == first
    configuration = (FOLDER / "jupyterhub_config.py").read_text(encoding="utf-8")
    assert f'f"/lab/tree/{{home.COPIES}}/{course.FIRST_NOTEBOOK}"' in configuration
    assert (NOTEBOOKS / course.FIRST_NOTEBOOK).exists()


def test_every_package_of_the_proxy_has_a_hash_and_names_no_host():
    own, *others = LOCK["packages"].values()
    asked = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert own["dependencies"] == asked
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert len(others) > 20
    assert all(each["integrity"].startswith("sha512-") for each in others)
    assert "://" not in re.sub(r'"url": "[^"]*"', "", json.dumps(LOCK))


def test_the_service_starts_the_hub_as_it_is_described():
    service = (FOLDER / "slope-by-slope.service").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "class.md").read_text(encoding="utf-8")
    [folder] = re.findall(r"^ExecStart=/usr/bin/python3 (\S+)/course\.py hub$", service, re.M)
    assert f"    git clone ADDRESS {folder}\n" in page
