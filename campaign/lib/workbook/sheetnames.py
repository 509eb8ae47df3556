"""Which part of an .xlsx is the sheet that people know by its name."""

from xml.etree import ElementTree

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def parts(workbook, relations):
    """[(sheet name, part)] in the workbook's order, from two parts that the guard has passed."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(relations)  # noqa: S314 - no DOCTYPE, small
    }
    found = []
    for element in ElementTree.fromstring(workbook).iter():  # noqa: S314 - no DOCTYPE, small
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((value for name, value in element.items() if name.endswith("}id")), None)
        target = targets.get(key, "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        found.append((element.get("name", ""), part))
    return found
