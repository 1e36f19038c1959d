"""What comes in by forms."""

from apps.returns.forms.asking import likely
from apps.returns.forms.creating import ReturnForm, StartForm
from apps.returns.forms.filters import ReturnFilterForm

__all__ = ["ReturnFilterForm", "ReturnForm", "StartForm", "likely"]
