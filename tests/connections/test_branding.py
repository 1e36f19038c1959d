"""The logo of an account is a picture of ours, made from the one that was chosen."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from apps.accounts.models import Branding
from apps.accounts.selectors import branding_of
from tests.connections.test_admin import account_form, url_of
from tests.factories import make_account

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (300, 100), form: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#0B4F6C").save(target, form, **options)
    return target.getvalue()


def branded(account, content: bytes | None = None, name: str = "logo.png", **changes: str):
    first = Branding.objects.filter(account=account).first()
    form = account_form(account) | {
        "branding-TOTAL_FORMS": "1",
        "branding-INITIAL_FORMS": "1" if first else "0",
        "branding-0-id": first.pk if first else "",
        "branding-0-account": account.pk,
        "branding-0-company_name": "Harbor Point",
        "branding-0-colour": "#0B4F6C",
        "branding-0-second_colour": "#E8EEF2",
        "branding-0-address": "1610 E Saint Andrew Pl\nSanta Ana",
        "branding-0-terms": "Net 30.",
        **{f"branding-0-{name}": value for name, value in changes.items()},
    }
    if content is not None:
        form["branding-0-new_logo"] = SimpleUploadedFile(name, content)
    return form


def kept_picture(account) -> Image.Image:
    return Image.open(io.BytesIO(bytes(branding_of(account).logo)))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_kept_as_png(admin, form):
    account = make_account()

    answer = admin.post(url_of(account), branded(account, picture(form=form)))

    assert answer.status_code == 302
    assert kept_picture(account).format == "PNG"
    assert branding_of(account).company_name == "Harbor Point"
    assert "data:image/png;base64," in admin.get(url_of(account)).content.decode()


def test_a_large_picture_is_made_smaller(admin):
    account = make_account()

    admin.post(url_of(account), branded(account, picture((4_000, 1_000))))

    assert kept_picture(account).size == (1_200, 300)


def test_nothing_but_what_is_seen_is_kept(admin):
    account, said = make_account(), PngImagePlugin.PngInfo()
    said.add_text("Comment", "planted-comment")
    content = picture(pnginfo=said) + b"<script>planted-trailer</script>"

    admin.post(url_of(account), branded(account, content))

    assert b"planted" not in bytes(branding_of(account).logo)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture at all", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (picture()[:200], "no picture that can be read"),
        (picture((5_001, 10)), "larger than 5000 pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40 * 1024 * 1024, "more than 1 MB"),
    ],
    ids=["text", "svg", "broken off", "too wide", "40 MB"],
)
def test_what_is_no_logo_is_refused_beside_its_field(admin, content, words):
    account = make_account()

    answer = admin.post(url_of(account), branded(account, content))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Branding.objects.exists()


def test_other_changes_keep_the_logo_until_it_is_removed(admin):
    account = make_account()
    admin.post(url_of(account), branded(account, picture()))

    admin.post(url_of(account), branded(account, company_name="Renamed"))
    kept = bytes(branding_of(account).logo)
    admin.post(url_of(account), branded(account, removes_logo="on"))

    assert kept
    assert not branding_of(account).logo


def test_a_colour_that_is_none_is_refused(admin):
    account = make_account()

    answer = admin.post(url_of(account), branded(account, colour="red;a:b"))

    assert answer.status_code == 200
    assert "# and six digits" in answer.content.decode()


def test_an_account_without_branding_goes_by_its_name():
    account = make_account()

    assert branding_of(account).company_name == account.name
    assert not branding_of(account).logo
