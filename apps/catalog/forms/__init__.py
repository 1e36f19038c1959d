"""What people type and choose on the catalogue's pages."""

from __future__ import annotations

from apps.catalog.forms.search import ProductQueryForm, priced_parts

__all__ = ["ProductQueryForm", "priced_parts"]
