"""Say in the words of the pages what an annotation is, for what stands beside them."""

from __future__ import annotations

from generator.model import Kind, Status
from generator.rendering.i18n import PageLocale


def review_words(status: Status, locale: PageLocale, *, uncertain: bool = False) -> str:
    """Say who stands behind an annotation."""
    said = locale.translations.gettext
    if status is Status.EDITED:
        return said("corrected by an editor")
    if status is Status.CONFIRMED:
        return said("confirmed by an editor")
    return said("machine, not reviewed, uncertain") if uncertain else said("machine, not reviewed")


def kind_words(kind: Kind, locale: PageLocale) -> str:
    """Say how speech is reported."""
    words = {
        Kind.DIRECT: "direct speech",
        Kind.MIXED: "partly direct speech",
        Kind.INDIRECT: "indirect speech",
    }
    return locale.translations.gettext(words[kind])
