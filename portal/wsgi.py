from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from portal.call_room import with_call_room
from portal.whole_bodies import WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")

application = with_call_room(WholeBodies(get_wsgi_application()))
