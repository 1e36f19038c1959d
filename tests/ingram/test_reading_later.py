"""An object is read when it is first looked at, and nobody can tell the difference."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from apps.ingram.schemas.orders import OrderDetails
from apps.ingram.schemas.reading import Answer, Many, Number, Party, Text, spelt

ORDER = {
    "ingramOrderNumber": "20-1",
    "orderTotal": "12.50",
    "billToInfo": {"companyName": "ACME", "postalCode": 927},
    "lines": [{"ingramPartNumber": "A", "quantityOrdered": "two"}, {"quantityOrdered": 2}],
}


def order() -> OrderDetails:
    return OrderDetails.read(ORDER, correlation_id="c")


def looked_at() -> OrderDetails:
    read = order()
    assert read.total == Decimal("12.50")
    assert read.lines[1].quantity_ordered == 2
    return read


@pytest.mark.parametrize(
    "look",
    [
        pytest.param(lambda answer: answer, id="comparing"),
        pytest.param(copy.copy, id="copying"),
        pytest.param(copy.deepcopy, id="copying deeply"),
        pytest.param(lambda answer: answer.model_copy(), id="pydantic's copying"),
        pytest.param(lambda answer: pickle.loads(pickle.dumps(answer)), id="pickling"),
        pytest.param(lambda answer: OrderDetails.model_validate(answer), id="validating again"),
        pytest.param(lambda answer: OrderDetails.read(answer.raw, correlation_id="c"), id="raw"),
    ],
)
def test_an_answer_that_nobody_has_looked_at_is_like_one_that_somebody_has(
    look: Callable[[OrderDetails], OrderDetails],
) -> None:
    found = look(order())

    assert found == looked_at()
    assert looked_at() == look(order())
    assert found.problems == looked_at().problems != ()
    assert found.correlation_id == "c"


def test_its_hash_its_words_and_its_dump_hold_all_fields() -> None:
    assert hash(order()) == hash(looked_at())
    assert repr(order()) == repr(looked_at())
    assert order().model_dump() == looked_at().model_dump()
    assert order().model_dump()["bill_to"]["company_name"] == "ACME"
    assert order().model_dump_json() == looked_at().model_dump_json()
    assert vars(order())["ingram_order_number"] == "20-1"


def test_what_was_told_is_known_before_anything_is_looked_at() -> None:
    assert order().is_told
    assert order().model_fields_set == {"ingram_order_number", "total", "bill_to", "lines"}
    assert not OrderDetails.read({"brandNew": 1}).is_told


def test_an_answer_is_a_frozen_model_before_and_after_it_is_read() -> None:
    for answer in (order(), looked_at()):
        assert isinstance(answer, BaseModel)
        with pytest.raises(ValidationError, match="frozen"):
            answer.total = None  # type: ignore[misc]


def test_a_name_that_is_no_field_is_missed_as_ever() -> None:
    with pytest.raises(AttributeError, match="no_such_field"):
        order().no_such_field  # type: ignore[attr-defined] # noqa: B018


def test_an_answer_can_be_made_by_hand_and_used_in_other_types() -> None:
    party = Party(company_name="ACME", postal_code=927)  # type: ignore[arg-type]

    assert (party.company_name, party.city) == ("ACME", "")
    assert TypeAdapter(list[Party]).validate_python([party, {"city": "Reno"}])[1].city == "Reno"
    assert TypeAdapter(list[Party]).dump_python([party])[0]["postal_code"] == "927"


def test_keys_in_another_order_or_another_case_make_no_difference() -> None:
    class Row(Answer):
        amount: Number = spelt("theAmount", "amnt", default=None)
        names: Many[Text] = ()

    shapes: list[dict[str, Any]] = [
        {"theAmount": 1, "names": ["a"]},
        {"names": "a", "THEAMOUNT": "1"},
        {"amnt": "1.0", "theAmount": None, "Names": ["a", ""]},
        {"theAmount": "", "amnt": 1, "names": [" a "]},
    ]

    for shape in [*shapes, *shapes]:
        row = Row.read(shape)
        assert (row.amount, row.names, row.problems) == (1, ("a",), ())
