from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from apps.connections.admin.first_run import first_run_view
from portal.views import start

handler500 = "apps.operations.views.something_broke"

urlpatterns = [
    # First, since a burst of events asks for it so often.
    path("webhooks/", include("apps.webhooks.urls")),
    path("", start, name="start"),
    path("", include("apps.core.urls")),
    path("accounts/", include("apps.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("catalog/", include("apps.catalog.urls")),
    path("quotes/", include("apps.quotes.urls")),
    path("quotes/", include("apps.copies.urls")),
    path("orders/", include("apps.orders.urls")),
    path("invoices/", include("apps.invoices.urls")),
    path("returns/", include("apps.returns.urls")),
    path("renewals/", include("apps.renewals.urls")),
    path("deals/", include("apps.deals.urls")),
    path("search/", include("apps.search.urls")),
    path("notifications/", include("apps.notifications.urls")),
    path("submissions/", include("apps.submissions.urls")),
    path("sync/", include("apps.sync.urls")),
    path("", include("apps.oversight.urls")),
    path("", include("apps.operations.urls")),
    path("admin/first-run/", admin.site.admin_view(first_run_view), name="first_run"),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    urlpatterns.append(path("mail/", include("apps.core.mail.urls")))

if settings.DEBUG:
    from apps.core.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
