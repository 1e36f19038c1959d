"""`docs/api.md` tells of the code as it is, and no declared operation is without a function."""

from __future__ import annotations

import importlib

from apps.ingram import Operation
from tests.contract import api_table


def test_the_page_of_operations_is_that_of_the_code() -> None:
    assert api_table.PAGE.read_text(encoding="utf-8") == api_table.page()


def test_every_declared_operation_has_a_function() -> None:
    for module in api_table.modules():
        loaded = importlib.import_module(f"{api_table.PACKAGE}.{module}")
        declared = {value.name for value in vars(loaded).values() if isinstance(value, Operation)}

        assert declared == {operation.name for _, operation in api_table.functions(module)}
