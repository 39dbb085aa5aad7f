"""Make the files of other programs on which the import is measured, each by the program that it names.

    python3 -m venv tools
    tools/bin/pip install fpdf2 pypandoc_binary pysubs2 python-docx reportlab weasyprint webvtt-py
    tools/bin/python benchmarks/import_files.py tests/importing/files

It needs Chromium too. LibreOffice was not at hand: its files are not among them.
"""

from __future__ import annotations

import mailbox
import os
import shutil
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

ARTICLE = """---
title: The lock at Port Alder
author: Mira Holm
date: 2031-05-06
lang: en
---

“Nobody told us that the lock was shut,” Odile Brandt said on *Monday*.

Bo Lind, who runs the ferry, said that he had written **twice**. He has the [minutes](https://example.org/minutes).

- The ferry waited for two hours.
- Forty passengers walked.

## What it costs

| part    | price  |
|---------|--------|
| Repairs | $4,200 |

Søren Åberg called it “a naïve plan”.[^1]

The council meets again in June.

[^1]: Minutes of the council, page 3.
"""
BODY = ARTICLE.split("---\n\n", 1)[1]
HEAD = """<meta property="og:title" content="The lock at Port Alder"><meta name="author" content="Mira Holm">
<meta property="article:published_time" content="2031-05-06T09:00:00Z">
<meta property="og:site_name" content="The Alder Post"><link rel="canonical" href="https://example.org/lock">"""
AROUND = (
    "<header><nav><a href='/'>Home page</a> <a href='/sport'>Sport results</a></nav></header>",
    """<aside><h2>Read also</h2><p><a href='/x'>Ten harbours to visit</a></p></aside>
<footer><p>All rights reserved by the Alder Post</p></footer>""",
)
CUES = [
    (1000, 3500, "Ana Brandt", "The gates were shut at noon."),
    (4000, 6250, "Tom Reed", "Nobody told the ferry."),
    (7000, 9000, "Ana Brandt", "Søren Åberg called it a naïve plan."),
]
VTT = """WEBVTT - made by hand

STYLE
::cue { color: yellow }

REGION
id:low
lines:2

NOTE for the editor only

first
00:00:01.000 --> 00:00:03.500 region:low align:start position:10%
<v.loud Ana Brandt>The gates were <b>shut</b> at noon.</v>

00:00:04.000 --> 00:00:06.250 line:0
<v Tom Reed>Nobody told the ferry.</v>
<v Ana Brandt>Søren Åberg called it a naïve plan.</v>
"""
MAIL = (
    "\n\n".join(line for line in BODY.split("\n\n")[:2])
    .replace("*", "")
    .replace("[minutes](https://example.org/minutes)", "minutes")
)


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "lock.md")
        source.write_text(ARTICLE, "utf-8")
        _pandoc(source, out)
        page = Path(folder, "lock.html")
        page.write_text(_page(source), "utf-8")
        _chromium(page, out, Path(folder))
        _weasyprint(page, out)
    _word(out)
    _reportlab(out)
    _fpdf(out)
    _subtitles(out)
    _mails(out)


def _pandoc(source: Path, out: Path) -> None:
    import pypandoc

    whole = ["--standalone"]
    forms = (("docx", "docx", whole), ("html", "html5", whole), ("md", "gfm", []), ("txt", "plain", whole))
    for suffix, form, more in forms:
        pypandoc.convert_file(str(source), form, outputfile=str(out / f"pandoc.{suffix}"), extra_args=more)


def _page(source: Path) -> str:
    import pypandoc

    body = pypandoc.convert_file(str(source), "html5")
    title = "<h1>The lock at Port Alder</h1><p>By Mira Holm</p>"
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>The lock | Alder Post</title>"
        f"{HEAD}</head>"
        f"<body>{AROUND[0]}<article>{title}{body}</article>{AROUND[1]}</body></html>"
    )


def _chromium(page: Path, out: Path, folder: Path) -> None:
    browser = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    )
    run = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    scripted = page.with_name("scripted.html")
    html = page.read_text("utf-8")
    start, end = html.index("<article>"), html.index("</article>")
    script = f"<script>document.querySelector('article').innerHTML = {html[start + 9 : end]!r}</script>"
    scripted.write_text(html[: start + 9] + html[end:].replace("</body>", f"{script}</body>"), "utf-8")
    for name, of in (("chromium-saved.html", page), ("chromium-scripted.html", scripted)):
        done = subprocess.run([*run, "--dump-dom", of.as_uri()], capture_output=True, check=True)
        (out / name).write_bytes(done.stdout)
    # Without head and foot: they would hold where the page lay.
    place = f"--print-to-pdf={out / 'chromium.pdf'}"
    subprocess.run([*run, "--no-pdf-header-footer", place, page.as_uri()], capture_output=True, check=True)


def _weasyprint(page: Path, out: Path) -> None:
    from weasyprint import HTML

    HTML(filename=str(page)).write_pdf(str(out / "weasyprint.pdf"))


def _word(out: Path) -> None:
    import docx

    for name, comments in (("python-docx.docx", False), ("python-docx-comments.docx", True)):
        made = docx.Document()
        made.core_properties.title, made.core_properties.author = "The lock at Port Alder", "Mira Holm"
        parts = [part for part in BODY.replace("*", "").split("\n\n") if part.strip()]
        first = made.add_paragraph(parts[0])
        made.add_paragraph("Bo Lind, who runs the ferry, said that he had written twice.")
        for item in ("The ferry waited for two hours.", "Forty passengers walked."):
            made.add_paragraph(item, style="List Bullet")
        made.add_heading("What it costs", level=2)
        table = made.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Repairs", "$4,200"
        made.add_paragraph("Søren Åberg called it “a naïve plan”.")
        made.add_paragraph("The council meets again in June.")
        if comments:
            made.add_comment(first.runs, text="Ask the desk before printing", author="Ed", initials="E")
            made.sections[0].footer.paragraphs[0].text = "Printed for the desk"
        made.save(str(out / name))


_PLAIN = [
    "“Nobody told us that the lock was shut,” Odile Brandt said on Monday.",
    "Bo Lind, who runs the ferry, said that he had written twice.",
    "The ferry waited for two hours.",
    "Forty passengers walked.",
    "What it costs",
    "Søren Åberg called it “a naïve plan”.",
    "The council meets again in June.",
]


def _reportlab(out: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    told = {"title": "The lock at Port Alder", "author": "Mira Holm"}
    SimpleDocTemplate(str(out / "reportlab.pdf"), **told).build([Paragraph(line, style) for line in _PLAIN])
    columns = BaseDocTemplate(str(out / "reportlab-columns.pdf"), **told)
    frames = [Frame(72, 500, 220, 200), Frame(310, 500, 220, 200)]
    columns.addPageTemplates(PageTemplate(frames=frames))
    columns.build([Paragraph(line, style) for line in (*_PLAIN, *[" ".join(["And so on."] * 20)] * 2)])


def _fpdf(out: Path) -> None:
    from fpdf import FPDF

    made = FPDF()
    made.set_title("The lock at Port Alder")
    made.add_page()
    made.set_font("helvetica", size=12)
    for line in _PLAIN:
        made.multi_cell(0, 8, line.replace("“", '"').replace("”", '"'), new_x="LMARGIN", new_y="NEXT")
    made.output(str(out / "fpdf2.pdf"))


def _subtitles(out: Path) -> None:
    import pysubs2
    import webvtt

    made = pysubs2.SSAFile()
    made.events = [
        pysubs2.SSAEvent(start, end, f"{{\\i1}}{who}: {text}{{\\i0}}") for start, end, who, text in CUES
    ]
    made.save(str(out / "pysubs2.srt"))
    made.save(str(out / "pysubs2.vtt"))
    written = webvtt.WebVTT()
    for start, end, who, text in CUES:
        stamps = (f"00:00:{at // 1000:02}.{at % 1000:03}" for at in (start, end))
        written.captions.append(webvtt.Caption(*stamps, f"<v {who}>{text}"))
    written.save(str(out / "webvtt-py.vtt"))
    (out / "by-hand.vtt").write_text(VTT, "utf-8")


def _mail(body: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Mira Holm <mira@example.org>", "desk@example.org"
    made["Subject"], made["Date"] = "The lock at Port Alder", "Tue, 06 May 2031 09:00:00 +0200"
    made.set_content(body)
    return made


def _mails(out: Path) -> None:
    whole = _mail(f"{MAIL}\n")
    whole.add_alternative(f"<p>{MAIL}</p>", subtype="html")
    whole.add_attachment(b"secret", maintype="application", subtype="octet-stream", filename="notes.bin")
    (out / "python-email.eml").write_bytes(whole.as_bytes(policy=SMTP))
    answer = _mail("")
    quoted = f"{MAIL}\n\n> You wrote: is it shut?\nTel. +44 20 0000 0000\n-- \nMira Holm, mira@example.org\n"
    answer.set_content(quoted, charset="utf-8", cte="quoted-printable")
    (out / "python-email-reply.eml").write_bytes(answer.as_bytes(policy=SMTP))
    place = out / "python-mailbox.mbox"
    place.unlink(missing_ok=True)
    box = mailbox.mbox(str(place))
    box.add(_mail(f"{MAIL}\n"))
    box.close()


if __name__ == "__main__":
    main()
