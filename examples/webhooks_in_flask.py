"""Webhooks in Flask: `flask --app webhooks_in_flask run`.

The view proves who sent the request and what it is, before anything is done; `match` then picks what your program cares about.
Whatever it answers but 2xx, FirstPromoter sends again. A copy of an event has the same `event.key`: keep it in the transaction in
which you do your work, and skip what is there already.
"""

import os

from flask import Flask, request

from firstpromoter_async.webhooks import CommissionApproved, WebhookError, WebhookSecrets, receive

SECRETS = WebhookSecrets(headers={"X-Secret": os.environ["WEBHOOK_SECRET"]})

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024


@app.post("/hooks")
def webhook() -> tuple[str, int]:
    """Receive an event."""
    try:
        event = receive(request.get_data(), request.headers.items(), secrets=SECRETS)
    except WebhookError as refused:
        return str(refused), refused.status
    match event:
        case CommissionApproved(data=commission):
            print("approved:", commission.id, commission.amount)
        case _:
            pass
    return "", 204
