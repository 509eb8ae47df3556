"""The child process that draws one PDF: HTML on standard input, the PDF on standard output.

Run as a script, never imported by the portal: it binds itself to the limits given on its command
line before it loads anything, may fetch nothing but `data:` addresses, and prints in one typeface.
Its exit status tells the parent what was wrong; standard error names the characters concerned.
"""

import hashlib
import resource
import sys

FONT = "Tinos"
NO_LIBRARY, NO_FONT, NO_GLYPH, FETCH = 3, 4, 5, 6
_MAX_NAMED = 20


def bind(memory_bytes, cpu_seconds):
    """Limit address space and processor time of this very process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def unprintable(fonts):
    """Characters for which the one typeface has no letter and another was, or none, put in."""
    found = {chr(codepoint) for font in fonts for codepoint in font.missing}
    for font in fonts:
        if font.family != FONT:
            found.update("".join(font.to_unicode.values()))
    return sorted(character for character in found if character.strip())


def draw(html, weasyprint, urls):
    """`html` as PDF bytes. Ends the process with a status when it may not be printed."""

    class DataOnly(urls.URLFetcher):
        """A paper holds all it prints: no network, no file, and a try is an error."""

        def __init__(self):
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    try:
        document = weasyprint.HTML(string=html, url_fetcher=DataOnly()).render()
        fonts = []
        pdf = document.write_pdf(
            finisher=lambda drawn, _pdf: fonts.extend(drawn.fonts.values()),
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    except urls.FatalURLFetchingError:
        sys.exit(FETCH)
    if fonts and not any(font.family == FONT for font in fonts):
        sys.exit(NO_FONT)
    if characters := unprintable(fonts):
        sys.stderr.buffer.write(" ".join(characters[:_MAX_NAMED]).encode())
        sys.exit(NO_GLYPH)
    return pdf


def main():
    bind(*map(int, sys.argv[1:3]))
    try:
        import weasyprint  # noqa: PLC0415 - loads pango: slow, and missing on a bare machine
        from weasyprint import urls  # noqa: PLC0415 - as above
    except (ImportError, OSError):
        sys.exit(NO_LIBRARY)
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(draw(html, weasyprint, urls))


if __name__ == "__main__":
    main()
