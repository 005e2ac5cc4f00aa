"""Reads every format of one issue with programs that nobody here wrote, and compares every figure in it.

    python3 figures.py FOLDER

FOLDER holds what `mola report --all` wrote. The figures of the JSON are looked for in every other file; printed is an
object with the number of figures compared by file, and every difference. Needs the packages in requirements.txt.
"""

import csv
import html.parser
import io
import json
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import frictionless
import hxl
import jsonschema
import openpyxl
import pyarrow.parquet
import pypdf

LANGUAGES = ["es", "en", "fr"]
SHARES = {"ratio", "rate"}


def same(one, other):
    if one is None or other is None:
        return one is None and other is None
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def number(text):
    return float(text) if text not in ("", None) else None


def calendar(period):
    """Year, months, and how often: of a period of a calendar year."""
    if "-Q" in period:
        return int(period[:4]), 3 * int(period[-1]) - 2, "Q"
    if "-S" in period:
        return int(period[:4]), 6 * int(period[-1]) - 5, "S"
    if "-" in period:
        return int(period[:4]), int(period[5:7]), "M"
    return int(period), 1, "A"


class Comparison:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.stem = next(self.folder.glob("*.iati.xml")).name.removesuffix(".iati.xml")
        self.issue = json.loads(self.file("json").read_text("utf-8"))
        self.figures = {figure["id"]: figure for figure in self.issue["figures"]}
        self.indicators = {own["code"]: own for own in self.issue["indicators"]}
        self.compared = {}
        self.differences = []

    def file(self, ending, language=None):
        name = f"{self.stem}_{language}.{ending}" if language else f"{self.stem}.{ending}"
        return self.folder / name

    def is_share(self, figure):
        return self.indicators[figure["indicator"]]["share"]

    def percent(self, figure):
        value = figure["value"]
        return value * 100 if value is not None and self.is_share(figure) else value

    def differ(self, name, figure, expected, found):
        self.differences.append(f"{name}: {figure}: {found!r}, not {expected!r}")

    def count(self, name):
        self.compared[name] = self.compared.get(name, 0) + 1

    def compare(self, name, figure, expected, found):
        self.count(name)
        if not same(expected, found):
            self.differ(name, figure, expected, found)

    # Facts: CSV, Parquet, the sheet Data, the package.

    def facts(self, name, rows):
        """Rows of text, number or None, with the columns of the CSV."""
        seen = set()
        for row in rows:
            figure = self.figures[row["figure"]]
            seen.add(row["figure"])
            for column in ["value", "numerator", "denominator", "low", "high"]:
                self.compare(name, f"{row['figure']} {column}", figure.get(column), row[column])
            if row["status"] != figure["status"]:
                self.differ(name, row["figure"], figure["status"], row["status"])
            if (row["text"] or None) != self.as_csv(figure.get("text"), name):
                self.differ(name, row["figure"], figure.get("text"), row["text"])
        if seen != set(self.figures):
            self.differ(name, "figures", len(self.figures), len(seen))

    @staticmethod
    def as_csv(text, name):
        """In a CSV an apostrophe stands before what a spreadsheet would take for a formula."""
        marked = text and text[0] in "=+-@\t\r" and not name.endswith("parquet")
        return f"'{text}" if marked else text or None

    @staticmethod
    def of_csv(text):
        for row in csv.DictReader(io.StringIO(text)):
            for column in ["value", "numerator", "denominator", "low", "high"]:
                row[column] = number(row[column])
            yield row

    def csv(self, language):
        text = self.file("csv", language).read_text("utf-8")
        self.facts(f"{language}.csv", self.of_csv(text))

    def parquet(self, language):
        table = pyarrow.parquet.read_table(self.file("parquet", language))
        self.facts(f"{language}.parquet", table.to_pylist())

    def package(self, language):
        name = f"{language}.zip"
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(self.file("zip", language)) as package:
                package.extractall(folder)
            report = frictionless.Package(str(Path(folder) / "datapackage.json")).validate()
            for problem in report.flatten(["title", "message"]):
                self.differ(name, "datapackage.json", "valid", problem)
            self.facts(name, self.of_csv((Path(folder) / "facts.csv").read_text("utf-8")))
            beside = (Path(folder) / "facts.parquet").read_bytes()
        if beside != self.file("parquet", language).read_bytes():
            self.differ(name, "facts.parquet", "the same file", "another")

    def workbook(self, language):
        name = f"{language}.xlsx"
        book = openpyxl.load_workbook(self.file("xlsx", language))
        sheet = next(sheet for sheet in book.worksheets if "tblFacts" in sheet.tables)
        area = sheet[sheet.tables["tblFacts"].ref]
        width = len(area[0])
        words = {}
        for cells in area[1:]:
            row = [cell.value for cell in cells]
            figure = self.figures[row[0]]
            # From the right: records, estimated, reporters, reason, status, text, high, low, denominator, numerator, value.
            for column, back in [("value", 11), ("numerator", 10), ("denominator", 9), ("low", 8), ("high", 7)]:
                self.compare(name, f"{row[0]} {column}", figure.get(column), row[width - back])
            words.setdefault(figure["status"], set()).add(row[width - 5])
            if (figure.get("text") or None) != row[width - 6]:
                self.differ(name, row[0], figure.get("text"), row[width - 6])
        # Each state has one word, and no two have the same.
        all_words = [word for own in words.values() for word in own]
        if any(len(own) != 1 for own in words.values()) or len(set(all_words)) != len(words):
            self.differ(name, "states", "one word each", sorted(map(str, all_words)))

    # The page shows numbers as people read them.

    def page(self, language):
        name = f"{language}.html"
        reader = Lineage()
        reader.feed(self.file("html", language).read_text("utf-8"))
        for identity, shown in reader.shown:
            figure = self.figures[identity]
            self.count(name)
            if figure["status"] == "suppressed" and any(character.isdigit() for character in shown):
                self.differ(name, identity, "nothing", shown)
            if figure["status"] != "reported" or figure["value"] is None or figure.get("text"):
                continue
            decimals = self.indicators[figure["indicator"]]["decimals"]
            expected = round(self.percent(figure), decimals)
            plain = shown.removesuffix("%").strip("\u00a0 ").replace("\u2212", "-").replace("\u202f", "")
            plain = plain.replace(",", ".") if language == "fr" else plain.replace(",", "")
            if abs(float(plain) - expected) > 0.6 * 10**-decimals:
                self.differ(name, identity, expected, shown)

    # The printed report shows what the page shows, and each figure has its place in both.

    def printed(self, language):
        name = f"{language}.pdf"
        document = pypdf.PdfReader(self.file("pdf", language))
        text = "".join("".join(page.extract_text().split()) for page in document.pages)
        page = Lineage()
        page.feed(self.file("html", language).read_text("utf-8"))
        places = set(document.named_destinations)
        if places != {identity for identity, _ in page.shown}:
            self.differ(name, "places of figures", len(page.shown), sorted(places)[:9])
        for identity, shown in page.shown:
            self.count(name)
            if "".join(shown.split()) not in text:
                self.differ(name, identity, shown, None)

    # Formats with a shape of their own.

    def hxl(self, language):
        name = f"{language}.hxl.csv"
        path = self.file("hxl.csv", language)
        options = hxl.InputOptions(allow_local=True)
        source = hxl.data(str(path), options)
        if not hxl.schema(None).validate(hxl.data(str(path), options)):
            self.differ(name, "the default schema", "valid", "not valid")
        rows = {}
        for row in source:
            get = lambda tag: row.get(tag) or ""
            key = (get("#indicator+code"), get("#date+period"), get("#meta+span"), get("#org+code"), get("#adm1+code"))
            rows[key] = {(column.tag, frozenset(column.attributes)): value for column, value in zip(row.columns, row.values)}
        for identity, figure in self.figures.items():
            by = dict(figure["by"])
            unknown = lambda code: "unknown" if code == "?" else code
            agency, place = unknown(by.pop("agency", "")), unknown(by.pop("place", ""))
            key = (figure["indicator"], figure["period"], figure["span"], agency, place)
            attributes = {self.attribute(dimension, code) for dimension, code in by.items()} or {"total"}
            reached = ("#reached", frozenset(attributes))
            valued = ("#indicator", frozenset(attributes | {"value", "num"}))
            cells = rows.get(key, {})
            found = [cells[column] for column in (reached, valued) if cells.get(column)]
            if len(found) > 1:
                self.differ(name, identity, "one cell", found)
            self.compare(name, identity, self.percent(figure), number(found[0]) if found else None)

    @staticmethod
    def attribute(dimension, code):
        if dimension == "sex" and code in "FM":
            return code.lower()
        word = lambda text: "".join(c.lower() if c.isascii() and c.isalnum() else "plus" if c == "+" else "_" for c in text)
        return f"{word(dimension)}_{'unknown' if code == '?' else word(code)}"

    def sides(self, figure):
        """What DHIS2 gets of a figure."""
        span = "-TD" if figure["span"] == "to_date" else ""
        sides = {"": self.percent(figure), "-NUM": figure.get("numerator"), "-DEN": figure.get("denominator")}
        return {f"{figure['indicator']}{side}{span}": value for side, value in sides.items()}

    def dhis2(self, name, data):
        """By element, period, organisation unit and codes the value that was sent."""
        sent = 0
        for identity, figure in self.figures.items():
            if figure["status"] != "reported":
                expected = {element: None for element in self.sides(figure)}
            else:
                expected = self.sides(figure)
            by = dict(figure["by"])
            place = by.pop("place", self.issue["programme"]["code"])
            unit = "UNKNOWN" if place == "?" else place
            codes = self.codes(by)
            for element, value in expected.items():
                found = data.pop((element, figure["period"], unit, codes), None)
                sent += found is not None
                self.compare(name, identity, value, found)
        if data:
            self.differ(name, "values", "no others", list(data)[:3])
        if not sent:
            self.differ(name, "values", "some", 0)

    @staticmethod
    def codes(by):
        return tuple((name, "UNKNOWN" if by[name] == "?" else by[name]) for name in sorted(by))

    @staticmethod
    def period(name):
        if "Q" in name or "S" in name:
            return f"{name[:4]}-{name[4:]}"
        return f"{name[:4]}-{name[4:]}" if len(name) == 6 else name

    def values(self):
        payload = json.loads(self.file("dhis2.json").read_text("utf-8"))
        data = {}
        for own in payload["dataValues"]:
            combination = own["categoryOptionCombo"]
            codes = () if combination == "default" else combination
            try:
                value = float(own["value"])
            except ValueError:
                continue
            data[(own["dataElement"], self.period(own["period"]), own["orgUnit"], codes)] = value
        # Codes may hold the sign that joins them: what was sent is looked for joined.
        joined = {}
        for figure in self.figures.values():
            codes = self.codes({name: code for name, code in figure["by"].items() if name != "place"})
            joined["_".join(f"{name}:{code}" for name, code in codes) if codes else ()] = codes
        data = {(e, p, u, joined[c]): value for (e, p, u, c), value in data.items()}
        self.dhis2("dhis2.json", data)

    def adx(self):
        root = ET.parse(self.file("adx.xml")).getroot()
        space = "{urn:ihe:qrph:adx:2015}"
        lengths = {"P1M": "M", "P3M": "Q", "P6M": "S", "P1Y": "A"}
        data = {}
        for group in root.iter(f"{space}group"):
            start, length = group.get("period").split("/")
            year, month = int(start[:4]), int(start[5:7])
            period = {"M": f"{year}-{month:02}", "Q": f"{year}-Q{(month + 2) // 3}", "S": f"{year}-S{(month + 5) // 6}", "A": f"{year}"}
            for own in group:
                codes = {key: value for key, value in own.attrib.items() if key not in ("dataElement", "value")}
                key = (own.get("dataElement"), period[lengths[length]], group.get("orgUnit"), self.codes(codes))
                data[key] = float(own.get("value"))
        self.dhis2("adx.xml", data)

    def sdmx(self):
        name = "sdmx.csv"
        expected = {"missing": "L", "not_applicable": "M", "not_yet_due": "O", "suppressed": "Q"}
        seen = set()
        for row in csv.DictReader(io.StringIO(self.file("sdmx.csv").read_text("utf-8"))):
            figure = self.figures[row["FIGURE_ID"]]
            seen.add(row["FIGURE_ID"])
            self.compare(name, row["FIGURE_ID"], self.percent(figure), number(row["OBS_VALUE"]))
            reported = "E" if figure["estimated"] else "P" if self.issue["provisional"] else "A"
            if row["OBS_STATUS"] != expected.get(figure["status"], reported):
                self.differ(name, row["FIGURE_ID"], figure["status"], row["OBS_STATUS"])
            year, month, cycle = calendar(figure["period"])
            time = {"M": f"{year}-M{month:02}", "Q": f"{year}-Q{(month + 2) // 3}", "S": f"{year}-S{(month + 5) // 6}", "A": f"{year}-A1"}
            if row["TIME_PERIOD"] != time[cycle] or row["FREQ"] != cycle:
                self.differ(name, row["FIGURE_ID"], time[cycle], row["TIME_PERIOD"])
        if seen != set(self.figures):
            self.differ(name, "figures", len(self.figures), len(seen))

    def iati(self):
        name = "iati.xml"
        activity = ET.parse(self.file("iati.xml")).getroot().find("iati-activity")
        last = {own["period"]: own for own in self.figures.values() if own["span"] == "to_date"}
        ends = {}
        for period in last:
            year, month, cycle = calendar(period)
            month += {"M": 0, "Q": 2, "S": 5, "A": 11}[cycle]
            ends.setdefault(f"{year}-{month:02}", []).append(period)
        found = {}
        for indicator in activity.iter("indicator"):
            code = indicator.find("reference").get("code")
            for period in indicator.findall("period"):
                month = period.find("period-end").get("iso-date")[:7]
                for actual in period.findall("actual"):
                    place = actual.find("location")
                    by = {own.get("name"): own.get("value") for own in actual.findall("dimension")}
                    if place is not None:
                        by["place"] = place.get("ref")
                    found[(code, month, tuple(sorted(by.items())))] = number(actual.get("value"))
        period = self.issue["period"]
        month = next(month for month, own in ends.items() if period in own)
        for identity, figure in self.figures.items():
            if figure["span"] != "to_date" or figure["period"] != period:
                continue
            by = {name: "unknown" if code == "?" else code for name, code in figure["by"].items()}
            by = tuple(sorted(by.items()))
            sides = {"": self.percent(figure), "-NUM": figure.get("numerator"), "-DEN": figure.get("denominator")}
            for side, value in sides.items():
                expected = value if figure["status"] == "reported" else None
                self.compare(name, identity + side, expected, found.pop((figure["indicator"] + side, month, by), None))

    def run(self):
        schema = json.loads((self.folder / "report.schema.json").read_text("utf-8"))
        for problem in jsonschema.Draft202012Validator(schema).iter_errors(self.issue):
            self.differ("json", problem.json_path, "valid", problem.message)
        for language in LANGUAGES:
            self.csv(language)
            self.parquet(language)
            self.package(language)
            self.workbook(language)
            self.page(language)
            self.printed(language)
            self.hxl(language)
        self.values()
        self.adx()
        self.sdmx()
        self.iati()
        states = {}
        for figure in self.figures.values():
            states[figure["status"]] = states.get(figure["status"], 0) + 1
        return {"figures": states, "compared": self.compared, "differences": self.differences[:40]}


class Lineage(html.parser.HTMLParser):
    """What a page shows under the id of a figure."""

    def __init__(self):
        super().__init__()
        self.shown = []
        self.inside = None

    def handle_starttag(self, tag, attributes):
        identity = dict(attributes).get("data-lineage")
        if identity:
            self.inside = tag
            self.shown.append((identity, ""))

    def handle_data(self, data):
        if self.inside:
            identity, text = self.shown[-1]
            self.shown[-1] = (identity, text + data)

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = None


if __name__ == "__main__":
    print(json.dumps(Comparison(sys.argv[1]).run(), ensure_ascii=False, indent=1))
