"""Which cells of a workbook are drawn by a font of an old encoding (.VnTime, VNI-Times).

The fast reader gives values alone. A file whose styles name no such font, nearly every one, costs a
look at its styles and nothing more; of the others the sheets are read a second time. Runs in the
limited child process; the guard has refused DOCTYPE and entities.
"""

from xml.parsers import expat

from campaign.lib.workbook.fonts import ods, xls, xlsx

_FINDERS = {"xlsx": xlsx.find, "xls": xls.find, "ods": ods.find}


def find(path, kind):
    """{sheet name: cells.SheetFonts} of a guarded workbook; {} where no font is an old one."""
    try:
        return _FINDERS[kind](path)
    except (expat.ExpatError, ValueError, OverflowError):
        # What cannot be followed here tells nothing; the reader judges the file itself.
        return {}
