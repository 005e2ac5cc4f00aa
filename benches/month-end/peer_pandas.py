#!/usr/bin/env python3
"""The consolidation as a data officer scripts it today: pandas + openpyxl (or calamine) -> one workbook.

    peer_pandas.py WORKLOAD OUT.xlsx [--engine openpyxl|calamine]

Prints one JSON line: lines, people, women, hours. Needs: pandas openpyxl python-calamine xlsxwriter.
"""
import argparse, glob, json, unicodedata
import pandas as pd

SEX = {"mujer": "F", "hombre": "M", "f": "F", "m": "M", "female": "F", "male": "M", "femme": "F", "homme": "M"}
SECTOR = {"artesania": "crafts", "artesanias": "crafts", "handicraft": "crafts", "artisanat": "crafts",
          "agropecuario": "agriculture", "agro": "agriculture", "agriculture": "agriculture",
          "turismo": "tourism", "turismo rural": "tourism", "tourism": "tourism", "tourisme": "tourism"}
NAMES = ["no", "cedula", "name", "sex", "born", "province", "district", "sector", "activity", "date", "hours", "income", "note"]
SKIP = {"undp": 4, "fao": 2, "unido": 0, "unctad": 6, "unwto": 1}
DATES = {"fao": "%d/%m/%Y", "unctad": "%Y-%m-%d", "unwto": "%d-%m-%Y"}


def plain(s):
    s = s.astype(str).str.strip().str.lower()
    return s.map(lambda x: "".join(c for c in unicodedata.normalize("NFD", x) if not unicodedata.combining(c)))


def read(path, agency, engine):
    if path.endswith(".csv"):
        d = pd.read_csv(path, sep=";", skiprows=SKIP[agency], encoding="cp1252", dtype=str)
    else:
        d = pd.read_excel(path, skiprows=SKIP[agency], engine=engine)
    d.columns = NAMES
    d = d[d.cedula.notna()].copy()
    d["agency"] = agency
    g = d.cedula.astype(str).str.extract(r"(\d+)\D+(\d+)\D+(\d+)")
    d["key"] = g[0].str.lstrip("0") + "-" + g[1].str.lstrip("0") + "-" + g[2].str.lstrip("0")
    d["sex"] = plain(d.sex).map(SEX)
    d["sector"] = plain(d.sector).map(SECTOR)
    for c in ("born", "date"):
        d[c] = pd.to_datetime(d[c], format=DATES.get(agency))
    if not pd.api.types.is_numeric_dtype(d.income):
        d["income"] = d.income.str.replace(".", "", regex=False).str.replace(",", ".", regex=False).astype(float)
    d["hours"] = d.hours.astype(float)
    return d


def main():
    o = argparse.ArgumentParser(); o.add_argument("workload"); o.add_argument("out"); o.add_argument("--engine", default="openpyxl")
    o = o.parse_args()
    frames = [read(f, f.split("/")[-2], o.engine) for f in sorted(glob.glob(f"{o.workload}/inbox/*/*"))]
    d = pd.concat(frames, ignore_index=True)
    d["month"] = d.date.dt.strftime("%Y-%m")
    people = d.drop_duplicates("key")
    by_month = d.groupby(["agency", "month"]).agg(lines=("key", "size"), people=("key", "nunique"), hours=("hours", "sum"), income=("income", "mean")).reset_index()
    all_months = d.groupby("month").agg(people=("key", "nunique"), hours=("hours", "sum")).reset_index()
    cells = d.groupby(["province", "sex", "sector"]).agg(people=("key", "nunique"), hours=("hours", "sum")).reset_index()
    with pd.ExcelWriter(o.out, engine="xlsxwriter") as w:
        by_month.to_excel(w, sheet_name="Agencies", index=False)
        all_months.to_excel(w, sheet_name="Months", index=False)
        cells.to_excel(w, sheet_name="Beneficiaries", index=False)
        chart = w.book.add_chart({"type": "column"})
        chart.add_series({"values": ["Months", 1, 1, len(all_months), 1], "categories": ["Months", 1, 0, len(all_months), 0]})
        w.sheets["Months"].insert_chart("E2", chart)
    print(json.dumps(dict(lines=len(d), people=len(people), women=int((people.sex == "F").sum()), hours=int(d.hours.sum()))))


if __name__ == "__main__":
    main()
