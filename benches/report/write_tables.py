"""Writes the tables of a report with xlsxwriter, as a script of a careful office would.

    python3 write_tables.py read REPORT.xlsx TABLES.json     the cells of every sheet of a report, once
    python3 write_tables.py write TABLES.json OUT.xlsx       the same cells again: what is measured

Cells have a number format, a bold header and a column width, as they have in the report; charts and sparklines, which
the report has besides, are left out. The first needs openpyxl.
"""

import json
import sys


def read(report, tables):
    import openpyxl

    book = openpyxl.load_workbook(report)
    sheets = []
    for sheet in book.worksheets:
        widths = {letter: own.width for letter, own in sheet.column_dimensions.items()}
        rows = [[(c.value, c.number_format, bool(c.font.b)) for c in row] for row in sheet.iter_rows()]
        sheets.append({"name": sheet.title, "widths": widths, "rows": rows})
    with open(tables, "w", encoding="utf-8") as file:
        json.dump(sheets, file, default=str, ensure_ascii=False)


def write(tables, out):
    import xlsxwriter

    with open(tables, encoding="utf-8") as file:
        sheets = json.load(file)
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": True, "strings_to_urls": False})
    formats = {}
    for sheet in sheets:
        page = book.add_worksheet(sheet["name"])
        for letter, width in sheet["widths"].items():
            page.set_column(f"{letter}:{letter}", width)
        for row, cells in enumerate(sheet["rows"]):
            for column, (value, number_format, bold) in enumerate(cells):
                look = formats.get((number_format, bold))
                if look is None:
                    look = formats[(number_format, bold)] = book.add_format({"num_format": number_format, "bold": bold})
                if value is None:
                    page.write_blank(row, column, None, look)
                else:
                    page.write(row, column, value, look)
    book.close()


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](*sys.argv[2:])
