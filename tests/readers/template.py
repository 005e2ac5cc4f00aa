"""Opens a filled template with openpyxl, and with LibreOffice, which works its formulas out.

    python3 template.py FILE

Printed is an object: by sheet and cell what openpyxl reads and what LibreOffice makes of it, the tables with their
areas, and how many charts, pictures and validations there are. Needs soffice and the packages in requirements.txt.
"""

import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import openpyxl

warnings.simplefilter("ignore")


def cells(path, results):
    book = openpyxl.load_workbook(path, data_only=results)
    found = {}
    for sheet in book.worksheets:
        own = found.setdefault(sheet.title, {})
        for row in sheet.iter_rows():
            own.update({cell.coordinate: cell.value for cell in row if cell.value is not None})
    return found


def main(path):
    book = openpyxl.load_workbook(path, rich_text=True)
    sheets = book.worksheets
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True)
        recalculated = cells(Path(folder) / Path(path).name, True)
    print(
        json.dumps(
            {
                "written": cells(path, False),
                "recalculated": recalculated,
                "tables": {name: area for sheet in sheets for name, area in sheet.tables.items()},
                "looks": {sheet.title: {c.coordinate: c.number_format for row in sheet for c in row} for sheet in sheets},
                "validations": sum(len(sheet.data_validations.dataValidation) for sheet in sheets),
                "charts": sum(len(sheet._charts) for sheet in sheets),
                "pictures": sum(len(sheet._images) for sheet in sheets),
            },
            default=str,
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
