"""The transactional outbox, for every flow that writes to people.

A flow is a *client*. When its app is ready it registers who writes its mails, under the name that begins their kinds::

    register_client("dialogue", write)                                  # portal.core.mail.outbox.clients

    def write(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
        contribution = Contribution.objects.filter(pk=mail.about_key, state=PUBLISHED).first()
        if contribution is None:
            return None                                                 # no longer true: the mail is dropped
        context = {"contribution": contribution}
        return sending.write(mail.address, mail.language, "dialogue/mail/shown", context, str(mail.message_uuid))

A mail is queued in the transaction of the change that it tells about, and leaves if that is committed::

    queue("dialogue.shown", about=("contribution", contribution.pk), language="da", dedupe="shown")
                                                                        # portal.core.mail.outbox.queueing

What holds: a mail is written from what is true when it is sent, and one that is not true any more is dropped; the same
news (kind, what it is about, ``dedupe``) goes out once; every mail goes out at least once, and twice only when a worker
dies right after the server took it, then with the same Message-ID; two workers never send the same one; a server that
refuses everybody costs no mail. The row holds no text, and an address (encrypted) only if it was given to ``queue``,
until the mail has left or was given up. Whoever deletes what mails are about calls ``forget`` for them.
"""
