from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.views import start

urlpatterns = [
    path("", start, name="start"),
    path("", include("apps.core.urls")),
    path("accounts/", include("apps.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("catalog/", include("apps.catalog.urls")),
    path("quotes/", include("apps.quotes.urls")),
    path("orders/", include("apps.orders.urls")),
    path("submissions/", include("apps.submissions.urls")),
    path("sync/", include("apps.sync.urls")),
    path("webhooks/", include("apps.webhooks.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    from apps.core.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
