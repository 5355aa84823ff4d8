"""Undo of one click in the admin: offered for some seconds in the message that says what was done.

``offers`` signs what is needed to take it back and shows the button; a flow registers how its own actions are taken
back. Mails that would follow wait until the time is over (``portal.core.mail.holding``). Decision 48.
"""
