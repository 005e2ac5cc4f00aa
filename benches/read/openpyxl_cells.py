#!/usr/bin/env python3
"""Holds `mola cells` against openpyxl: openpyxl_cells.py MOLA FILE.xlsx ...

Every cell of every sheet must have the same type and value. A file that mola refuses is passed over,
and so is one that openpyxl cannot read. Differences with a reason that is known are counted by their
reason; any other is printed, and makes the exit code 1. Needs: pip install openpyxl
"""
import collections, csv, datetime as dt, io, re, subprocess, sys, warnings
import openpyxl

warnings.simplefilter("ignore")
csv.field_size_limit(1 << 30)


def theirs(cell):
    value = cell.value
    if cell.data_type == "e":
        return ("error", value)
    if isinstance(value, bool):
        return ("bool", str(value).lower())
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time(0)
        return ("date", value.date().isoformat()) if whole else ("datetime", value.isoformat())
    if isinstance(value, dt.time):
        return ("time", value.isoformat())
    if isinstance(value, dt.timedelta):
        return ("duration", value.total_seconds())
    if isinstance(value, (int, float)):
        return ("number", float(value))
    return ("text", str(value))


def ours(row):
    kind, value = row["type"], row["value"]
    if kind == "number":
        return (kind, float(value))
    if kind == "duration":
        hours, minutes, seconds = re.fullmatch(r"-?PT([\d.]+)H([\d.]+)M([\d.]+)S", value).groups()
        total = float(hours) * 3600 + float(minutes) * 60 + float(seconds)
        return (kind, -total if value.startswith("-") else total)
    if kind in ("datetime", "time"):
        # The same fraction of a second with as many digits as openpyxl shows.
        return (kind, re.sub(r"\.(\d+)$", lambda found: "." + found[1].ljust(6, "0"), value))
    return (kind, value)


def reason(mine, other, row):
    """Why mola is right, or None."""
    if other is None:
        return "a formula without a stored result is told of" if "no_cached_value" in row["flags"] else None
    if mine is None:
        return None
    if other == ("error", "#VALUE!") and mine[0] == "number" and not 0 <= mine[1] < 2958466:
        return "a serial that is no day of the calendar is shown as the number that it is"
    if mine[0] == "text" and other[0] == "datetime" and mine[1] == other[1] and other[1] < "1900":
        return "a moment before 1900 has no serial: it stays a text"
    if mine[0] == other[0] == "text" and re.search("_x[0-9A-Fa-f]{4}_", other[1]):
        return "openpyxl leaves escapes of characters as they are"
    if other[0] in ("date", "datetime") and mine[0] == "number":
        serial = float(row["raw"])
        if serial < 0 or 60 <= serial < 61:
            return "a serial that is no day of the calendar is shown as the number that it is"
        return "a number format such as Standard is no date"
    if mine[0] == "date" and other[0] == "text" and mine[1] == other[1]:
        return "a date in ISO 8601 is a date"
    if mine[0] in ("date", "datetime") and other[0] == "number" and float(row["raw"]) == other[1]:
        return "formats 27 to 36 and 50 to 58 are dates of East Asian editions"
    return None


def main():
    mola, reasons, unknown, cells = sys.argv[1], collections.Counter(), 0, 0
    for path in sys.argv[2:]:
        printed = subprocess.run([mola, "cells", path], capture_output=True)
        if printed.returncode == 2:
            reasons["mola refuses the file"] += 1
            continue
        rows = csv.DictReader(io.StringIO(printed.stdout.decode(), newline=""))
        mine = {(row["sheet"], row["cell"]): row for row in rows}
        try:
            book = openpyxl.load_workbook(path, data_only=True)
            # The cells that are there: a sheet may have two in opposite corners.
            other = {
                (sheet.title, cell.coordinate): theirs(cell)
                for sheet in book.worksheets
                for cell in sheet._cells.values()
                if cell.value is not None
            }
        except Exception:
            reasons["openpyxl cannot read the file"] += 1
            continue
        if mine and not other:
            reasons["openpyxl finds nothing in a workbook of the strict kind"] += 1
            continue
        cells += len(mine)
        for at in sorted(mine.keys() | other.keys()):
            row = mine.get(at)
            here, there = row and ours(row), other.get(at)
            if here == there:
                continue
            why = reason(here, there, row)
            reasons[why] += why is not None
            if why is None:
                unknown += 1
                print(f"{path} {at[0]}!{at[1]}: mola {here}, openpyxl {there}")
    for why, count in sorted((why, count) for why, count in reasons.items() if why):
        print(f"{count:>7}  {why}")
    print(f"{cells} cells; {unknown} differences without a reason")
    return 1 if unknown else 0


sys.exit(main())
