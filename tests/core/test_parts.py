"""The parts that pages are built of: fields, chips, heads, paging, frame."""

from __future__ import annotations

import zipfile
from importlib import import_module, resources
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.template import RequestContext, Template
from django.test import RequestFactory

from apps.core.choices import Tone
from apps.core.navigation import links_for
from apps.core.styleguide import SampleState


class OrderForm(forms.Form):
    po_number = forms.CharField(label="PO number", max_length=18, help_text="Yours.")
    note = forms.CharField(label="Note", required=False)
    split = forms.ChoiceField(label="Delivery", choices=[("C", "Once")], widget=forms.RadioSelect)


def rendered(source: str, path: str = "/quotes/", **context: Any) -> str:
    request = RequestFactory().get(path)
    template = Template("{% load parts figures %}" + source)
    return template.render(RequestContext(request, context))


def test_a_chip_has_an_icon_a_word_and_a_tone():
    html = rendered("{% status_chip state %}", state=SampleState.REJECTED)

    assert 'class="chip tone-bad"' in html
    assert "<svg" in html
    assert "Rejected" in html


def test_a_chip_can_show_the_distributors_own_word_as_text():
    html = rendered(
        "{% status_chip state text=word %}", state=SampleState.DRAFT, word="<i>Held</i>"
    )

    assert "&lt;i&gt;Held&lt;/i&gt;" in html


def test_every_state_of_every_app_has_a_tone_and_an_icon_that_exists():
    with zipfile.ZipFile(str(resources.files("lucide") / "lucide.zip")) as archive:
        known = {name.removesuffix(".svg") for name in archive.namelist()}

    for config in apps.get_app_configs():
        if not config.name.startswith("apps."):
            continue
        try:
            choices = import_module(f"{config.name}.choices")
        except ModuleNotFoundError:
            continue
        for kind in vars(choices).values():
            if isinstance(kind, type) and issubclass(kind, TextChoices) and hasattr(kind, "icon"):
                assert {state.icon for state in kind} <= known
                assert all(isinstance(state.tone, Tone) for state in kind)


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in rendered('{% icon "truck" %}')
    assert 'aria-label="On its way &lt;b&gt;"' in rendered(
        '{% icon "truck" label=label %}', label="On its way <b>"
    )


def test_a_field_links_its_help_and_its_error():
    html = rendered("{% field form.po_number %}", form=OrderForm({"po_number": ""}))

    assert 'aria-describedby="id_po_number_helptext id_po_number_error"' in html
    assert 'id="id_po_number_helptext"' in html
    assert 'id="id_po_number_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_says_that_it_is_optional_and_counts_towards_its_limit():
    form = OrderForm()

    assert "(optional)" in rendered("{% field form.note %}", form=form)
    assert "(optional)" not in rendered("{% field form.po_number %}", form=form)
    assert 'data-max="18"' in rendered("{% field form.po_number %}", form=form)


def test_a_field_passes_attributes_on_to_its_control():
    html = rendered('{% field form.note hx_get="/x/" %}', form=OrderForm())

    assert 'hx-get="/x/"' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = rendered("{% field form.split %}", form=OrderForm())

    assert "<fieldset" in html
    assert "<legend" in html


def test_what_was_typed_stays_in_the_field_as_text():
    form = OrderForm({"po_number": '"><script>alert(1)</script> far too long'})

    html = rendered("{% field form.po_number %}{% error_summary form %}", form=form)

    assert "<script>" not in html
    assert "far too long" in html


def test_the_summary_links_to_each_field_and_is_silent_while_all_is_well():
    wrong = rendered("{% error_summary form %}", form=OrderForm({"po_number": ""}))
    right = rendered("{% error_summary form %}", form=OrderForm())

    assert 'href="#id_po_number"' in wrong
    assert right.strip() == ""


@pytest.mark.parametrize(
    ("path", "order", "link"),
    [
        ("/?q=a&page=3", None, "?q=a&amp;sort=total"),
        ("/?sort=total", "ascending", "?sort=-total"),
        ("/?sort=-total", "descending", "?sort=total"),
    ],
)
def test_a_sortable_head_says_its_order_and_leads_to_the_other(path, order, link):
    html = rendered('{% sort_head "Total" "total" %}', path=path)

    assert f'href="{link}"' in html
    assert (f'aria-sort="{order}"' in html) if order else ("aria-sort" not in html)


def test_paging_keeps_the_filters_and_counts():
    page = Paginator(range(1, 1235), 25).get_page(4)

    html = rendered('{% pagination page noun="quotes" %}', path="/?q=floor&page=4", page=page)

    assert "76\N{EN DASH}100 of 1,234 quotes" in html
    assert "?q=floor&amp;page=5" in html


def test_a_copied_number_names_what_it_is():
    html = rendered('{% number "20-RD3QV" "order number" %}')

    assert 'data-copy="20-RD3QV"' in html
    assert 'aria-label="Copy order number 20-RD3QV"' in html


def test_the_place_of_a_page_below_is_current():
    current = {
        link.place.label for link in links_for("/quotes/QUO-1/", is_staff=True) if link.is_current
    }

    assert current == {"Quotes"}


def test_only_staff_see_the_admin():
    def labels(*, is_staff: bool) -> set[str]:
        return {link.place.label for link in links_for("/", is_staff=is_staff)}

    assert "Admin" in labels(is_staff=True)
    assert "Admin" not in labels(is_staff=False)


def test_keys_of_places_are_distinct():
    keys = [link.place.key for link in links_for("/", is_staff=True)]

    assert len(keys) == len(set(keys))
