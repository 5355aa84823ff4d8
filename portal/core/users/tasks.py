"""Background tasks for accounts."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm

from portal.core.mail.sending import mail_editor


@task(queue_name="mail")
def answer_reset(address: str) -> None:
    """Mail a link for a new password to the account of ``address``, if there is one that has a password."""
    for user in PasswordResetForm().get_users(address):
        mark = urlsafe_base64_encode(force_bytes(user.pk))
        token = default_token_generator.make_token(user)
        link = reverse("wagtailadmin_password_reset_confirm", kwargs={"uidb64": mark, "token": token})
        mail_editor(user, "users/mail/password_reset", link=link)
