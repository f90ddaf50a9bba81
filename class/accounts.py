"""Make accounts for a class, each with a first password.

    sudo python3 class/accounts.py names.txt passwords.csv

names.txt has one account name a line. Accounts that are there already stay as they are, so a longer
list can be run again. passwords.csv must not be there yet; only root can read it. To print it, to
hand it out and to delete it is up to you. --group teachers makes accounts that administer the hub,
--again gives those who are named a new password.
"""

import argparse
import csv
import grp
import os
import pwd
import re
import secrets
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that look like no other one on paper."""

GROUPS = ("learners", "teachers")


class Refused(Exception):
    """A list that cannot be carried out; nothing has been changed. Its text is one sentence."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    try:
        if os.geteuid() != 0:
            raise Refused("Accounts are made by root: sudo python3 class/accounts.py ...")
        if options.passwords.exists():
            raise Refused(f"{options.passwords} is there already: name a new file.")
        names = names_in(options.names.read_text(encoding="utf-8"))
        check_members(names, options.group, options.again)
        wanted = names if options.again else [name for name in names if not exists(name)]
        for group in GROUPS:
            subprocess.run(["groupadd", "--force", group], check=True)
        if wanted:
            write_passwords(options.passwords, wanted, None if options.again else options.group)
    except (Refused, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.again:
        print(f"{len(wanted)} accounts have a new password.")
    else:
        print(f"{len(wanted)} accounts were made, {len(names) - len(wanted)} were there already.")
    if wanted:
        print(f"The passwords are in {options.passwords}.")
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", type=Path, help="a file with one account name a line")
    parser.add_argument("passwords", type=Path, help="the file to write, as name,password")
    parser.add_argument("--group", choices=GROUPS, default="learners")
    parser.add_argument("--again", action="store_true", help="new passwords for these accounts")
    return parser.parse_args(arguments)


def names_in(text: str) -> list[str]:
    """Return the account names of a list. Raises Refused where one cannot be an account's.

    >>> names_in("ada\\n\\nemmy-n\\n")
    ['ada', 'emmy-n']
    """
    names = [line.strip() for line in text.splitlines() if line.strip()]
    for name in names:
        if not NAME.fullmatch(name):
            raise Refused(
                f"{name!r} cannot be an account: a name has at most 31 small letters a-z, digits, "
                "- and _, and begins with a letter."
            )
        if names.count(name) > 1:
            raise Refused(f"{name} stands there more than once: each account needs its own name.")
    if not names:
        raise Refused("There are no names in the list: write one account name a line.")
    return names


def check_members(names: Iterable[str], group: str, must_exist: bool) -> None:
    """Raise Refused where an account is somebody else's, or is missing and must_exist."""
    for name in names:
        if exists(name) and not is_member(name, group):
            raise Refused(
                f"{name} is an account of this machine and not in the group {group}: choose "
                "another name, or put it into the group yourself."
            )
        if must_exist and not exists(name):
            raise Refused(f"There is no account {name}: make it without --again.")


def exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def is_member(name: str, group: str) -> bool:
    try:
        number = grp.getgrnam(group).gr_gid
    except KeyError:
        return False
    return number in os.getgrouplist(name, pwd.getpwnam(name).pw_gid)


def write_passwords(path: Path, names: Iterable[str], group: str | None) -> None:
    """Give each account a new password and write it down, making the account where group is given.

    Raises FileExistsError where path is there: passwords that were written down are never lost.
    """
    with open(path, "x", encoding="utf-8", opener=for_root_alone, newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        for name in names:
            if group:
                make_account(name, group)
            password = new_password()
            set_password(name, password)
            table.writerow([name, password])
            # Whatever ends this program: an account that was made has its password written down.
            file.flush()


def for_root_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def make_account(name: str, group: str) -> None:
    """Make an account whose home folder is its own alone."""
    command = ["useradd", "--create-home", "--key", "HOME_MODE=0700", "--groups", group]
    subprocess.run([*command, "--shell", "/bin/bash", name], check=True)


def new_password() -> str:
    """Return three groups of four letters, by chance: about 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def set_password(name: str, password: str) -> None:
    # Through a pipe: what stands in a command line can be read by everybody on the machine.
    line = f"{name}:{password}\n"
    subprocess.run(["chpasswd"], input=line, text=True, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
