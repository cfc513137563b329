"""Webhooks in Django: `uvicorn webhooks_in_django:app`, or take the view into your own `urls.py`.

The view proves who sent the request and what it is, before anything is done; `match` then picks what your program cares about.
Whatever it answers but 2xx, FirstPromoter sends again. To handle each event once, also when two copies come at once or the
process dies, mount `WebhookApp(Inbox(...))` beside Django instead.
"""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from firstpromoter_async.webhooks import CommissionApproved, WebhookError, WebhookSecrets, receive

if not settings.configured:  # your project has this in its settings
    settings.configure(ROOT_URLCONF=__name__, SECRET_KEY=os.urandom(32).hex(), ALLOWED_HOSTS=["*"])

SECRETS = WebhookSecrets(headers={"X-Secret": os.environ["WEBHOOK_SECRET"]})


@csrf_exempt
def webhook(request: HttpRequest) -> HttpResponse:
    """Receive an event."""
    try:
        event = receive(request.body, request.headers, secrets=SECRETS)
    except WebhookError as refused:
        return HttpResponse(str(refused), status=refused.status)
    except RequestDataTooBig:
        return HttpResponse("a webhook is not that long", status=413)
    match event:
        case CommissionApproved(data=commission):
            print("approved:", commission.id, commission.amount)
        case _:
            pass
    return HttpResponse(status=204)


urlpatterns = [path("hooks", webhook)]
app = get_asgi_application()
