"""Delivery status notifications in the shapes of common servers; all people and hosts are made up."""

from email.utils import format_datetime

#: What each server says, by the kind of trouble: action, status, diagnostic.
POSTFIX = """\
From: MAILER-DAEMON@mx.relay.example (Mail Delivery System)
To: portal@portal.example
Subject: Undelivered Mail Returned to Sender
Date: {date}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4XyZ.1764/mx.relay.example"
Content-Transfer-Encoding: 8bit

This is a MIME-encapsulated message.

--4XyZ.1764/mx.relay.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

<{address}>: host mx.town.example[192.0.2.7] said: 550 No such user

--4XyZ.1764/mx.relay.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.relay.example
X-Postfix-Queue-ID: 4XyZ
Arrival-Date: {date}

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.town.example
Diagnostic-Code: smtp; 550 No such user

--4XyZ.1764/mx.relay.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: portal@portal.example
To: {address}
Subject: =?utf-8?q?Skr=C3=A1ning?=
Message-ID: {message_id}

Text

--4XyZ.1764/mx.relay.example--
"""
EXCHANGE = """\
From: <postmaster@tenant.exchange.example>
To: <portal@portal.example>
Date: {date}
Content-Type: multipart/report; report-type=delivery-status; boundary="_c4b1_"
Content-Language: da-DK
In-Reply-To: {message_id}
References: {message_id}
Subject: =?windows-1252?Q?Kan_ikke_leveres:_Bekr=E6ft?=
Auto-Submitted: auto-replied

--_c4b1_
Content-Type: multipart/alternative; boundary="_alt_"

--_alt_
Content-Type: text/plain; charset="windows-1252"
Content-Transfer-Encoding: quoted-printable

Meddelelsen til {address} kunne ikke leveres. Bekr=E6ft adressen.

--_alt_--

--_c4b1_
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.tenant.exchange.example
Received-From-MTA: dns;relay.example
Arrival-Date: {date}

Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER.ADR.RecipientNotFound; not found
X-Display-Name: Somebody Made Up

--_c4b1_
Content-Type: message/rfc822

Received: from relay.example by mail.tenant.exchange.example
From: portal@portal.example
Message-ID: {message_id}
Content-Type: text/plain

--_c4b1_--
"""
GMAIL = """\
From: Mail Delivery Subsystem <mailer-daemon@freemail.example>
To: portal@portal.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {message_id}
In-Reply-To: {message_id}
X-Failed-Recipients: {address}
Date: {date}
Content-Type: multipart/report; boundary="000000000000a1"; report-type=delivery-status

--000000000000a1
Content-Type: multipart/related; boundary="000000000000b2"

--000000000000b2
Content-Type: text/html; charset="UTF-8"

<html><body>The address couldn't be found</body></html>

--000000000000b2
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--000000000000b2--
--000000000000a1
Content-Type: message/delivery-status

Reporting-MTA: dns; freemail.example
Arrival-Date: {date}

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550-{status} The email account that you tried to reach does not exist.
 550 {status} Try double-checking it.
Last-Attempt-Date: {date}

--000000000000a1
Content-Type: message/rfc822

Message-ID: {message_id}
From: portal@portal.example

--000000000000a1--
"""
EXIM = """\
From: Mail Delivery System <Mailer-Daemon@host.exim.example>
To: portal@portal.example
Date: {date}
Content-Type: multipart/report; report-type=delivery-status; boundary=1764-eximdsn
MIME-Version: 1.0

--1764-eximdsn
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered.

--1764-eximdsn
Content-type: message/delivery-status

Reporting-MTA: dns; host.exim.example

Action: {action}
Final-Recipient: rfc822;{address}
Status: {status}

--1764-eximdsn
Content-type: text/rfc822-headers

From: portal@portal.example
Message-Id: {message_id}

--1764-eximdsn--
"""
#: RFC 6533: what servers write that know addresses with letters beyond ASCII.
GLOBAL = """\
From: postmaster@mx.global.example
To: portal@portal.example
Date: {date}
Content-Type: multipart/report; report-type=global-delivery-status; boundary=glob

--glob
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Viðtakandi er ekki til.

--glob
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.global.example

Final-Recipient: utf-8; {address}
Action: {action}
Status: {status}

--glob
Content-Type: message/global-headers
Content-Transfer-Encoding: 8bit

Message-ID: {message_id}
Subject: Skráning

--glob--
"""
SHAPES = {"Postfix": POSTFIX, "Exchange": EXCHANGE, "Gmail": GMAIL, "Exim": EXIM, "global": GLOBAL}


def returned(shape, mail, address, at, *, action="failed", status="5.1.1") -> bytes:
    """The report of a server about a mail of the portal."""
    fields = {"message_id": f"<{mail.message_uuid}@portal.example>", "date": format_datetime(at)}
    return SHAPES[shape].format(address=address, action=action, status=status, **fields).encode()
