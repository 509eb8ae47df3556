"""Gettext catalogues without the gettext binaries: find the strings, keep the .po, compile the .mo.

Two catalogues: `en` translates every string of ours from Vietnamese; `vi` translates the English
strings of the libraries whose own Vietnamese catalogue is missing or has holes.
"""

import ast
import gettext
import re
from pathlib import Path

import polib
from django.utils.translation.template import templatize

# function -> positions of context, singular, plural in its arguments
_CALLS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_TEMPLATE_CALL = re.compile(r"(?<!\w)(n?p?gettext|_)\(\s*(?=u?['\"])")
_LITERAL = re.compile(r"""\s*,?\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
_WEB = {".html", ".txt"}


def strings(root, *, leave_out=()):
    """(context, msgid, plural) -> names of the files under `root` (a Path) that hold the string.

    `leave_out` names folders and files that are not looked into.
    """
    found = {}
    for path in sorted(_files(root, leave_out)):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".py":
            keys = _in_python(path)
        elif path.suffix in _WEB and "templates" in path.parts:
            keys = _in_template(path)
        else:
            continue
        for key in keys:
            found.setdefault(key, []).append(name)
    return found


def _files(folder, leave_out):
    for path in folder.iterdir():
        if path.name in leave_out:
            continue
        if path.is_dir():
            yield from _files(path, leave_out)
        else:
            yield path


def _in_python(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("translation"):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            function = node.func.attr
        else:
            function = names.get(getattr(node.func, "id", None))
        if function in _CALLS:
            texts = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            yield from _key(function, texts)


def _in_template(path):
    source = templatize(path.read_text(encoding="utf-8"))
    for match in _TEMPLATE_CALL.finditer(source):
        texts, position = [], match.end()
        while literal := _LITERAL.match(source, position):
            texts.append(ast.literal_eval(literal[1]))
            position = literal.end()
        yield from _key("gettext" if match[1] == "_" else match[1], texts)


def _key(function, texts):
    context, single, plural = (
        None if at is None else texts[at] if at < len(texts) else None for at in _CALLS[function]
    )
    if isinstance(single, str) and single.strip():
        yield context, single, plural


def untranslated(root, parts, language):
    """Strings of a library that its own catalogues for `language` do not translate.

    `parts` are the files and folders under `root` that the portal shows.
    """
    own = {}
    for compiled in root.rglob(f"locale/{language}/LC_MESSAGES/django.mo"):
        with compiled.open("rb") as file:
            own |= gettext.GNUTranslations(file)._catalog
    found = {}
    for key, files in strings(root, leave_out={"locale", "tests"}).items():
        context, msgid, plural = key
        name = msgid if context is None else f"{context}\x04{msgid}"
        shown = [f"{root.name}/{file}" for file in files if file.startswith(tuple(parts))]
        if shown and not own.get((name, 0) if plural else name):
            found[key] = shown
    return found


def update(path, wanted, language):
    """Bring the catalogue at `path` to the `wanted` strings, keeping its translations.

    Strings nobody uses any more stay at its end, ready to come back.
    """
    book = _open(path, language)
    known = {_entry_key(entry): entry for entry in book}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = _metadata(language)
    for (context, msgid, plural), files in sorted(wanted.items(), key=_order):
        entry = known.pop((context, msgid), None) or polib.POEntry(msgid=msgid, msgctxt=context)
        entry.obsolete = False
        entry.occurrences = [(name, "") for name in sorted(set(files))]
        if plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr = plural, ""
            entry.msgstr_plural = dict.fromkeys(range(_forms(language)), "")
        fresh.append(entry)
    for entry in known.values():
        if entry.msgstr or any(entry.msgstr_plural.values()):
            entry.obsolete, entry.occurrences = True, []
            fresh.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    fresh.save_as_mofile(str(path.with_suffix(".mo")))


def problems(path, wanted, language):
    """What is wrong with the catalogue at `path`, one sentence each."""
    book = _open(path, language)
    known = {_entry_key(entry): entry for entry in book if not entry.obsolete}
    asked = {(context, msgid): files for (context, msgid, _plural), files in wanted.items()}
    found = [
        f"missing: {msgid!r} ({files[0]})"
        for (c, msgid), files in asked.items()
        if (c, msgid) not in known
    ]
    found += [f"stale: {msgid!r}" for context, msgid in known if (context, msgid) not in asked]
    for entry in known.values():
        translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if not all(translations) or entry.fuzzy:
            found.append(f"not translated: {entry.msgid!r}")
            continue
        marks = set(_PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        found += [
            f"placeholders differ: {entry.msgid!r} / {text!r}"
            for text in translations
            if not entry.msgid_plural
            and set(_PLACEHOLDER.findall(text)) != marks
            or not set(_PLACEHOLDER.findall(text)) <= marks
        ]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != book.to_binary():
        found.append(f"not compiled: {compiled.name}")
    return [f"{language}: {sentence}" for sentence in found]


def _open(path, language):
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    book = polib.POFile(wrapwidth=100)
    book.metadata = _metadata(language)
    return book


def _metadata(language):
    # No dates and no names: the file changes when a string does.
    plural = "nplurals=1; plural=0;" if language == "vi" else "nplurals=2; plural=(n != 1);"
    return {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }


def _forms(language):
    return 1 if language == "vi" else 2


def _entry_key(entry):
    return entry.msgctxt, entry.msgid


def _order(item):
    (context, msgid, _plural), _files = item
    return msgid, context or ""


def package_root(package):
    return Path(package.__file__).resolve().parent
