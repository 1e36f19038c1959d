from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from portal.whole_bodies import WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")

application = WholeBodies(get_wsgi_application())
