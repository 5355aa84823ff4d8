"""URLs of those who take part, below ``/<language>/take-part/``."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from events.dialogue.input import mail_views, own_views, views
from events.dialogue.models.fields import PUBLIC_ID_LENGTH


class PublicIdConverter(StringConverter):
    """A public id, in small letters or capitals: it may come over the phone."""

    regex = f"[A-Za-z0-9]{{{PUBLIC_ID_LENGTH}}}"


register_converter(PublicIdConverter, "public_id")
urlpatterns = [
    path("q/<public_id:public_id>/", views.question, name="question"),
    path("q/<public_id:public_id>/answers/", views.answers, name="answers"),
    path("q/<public_id:public_id>/answer/", views.answer, name="answer"),
    path("q/<public_id:public_id>/answer/similar.json", views.similar, name="similar"),
    path("on/<slug:kind>/<slug:key>/", views.respond, name="respond"),
    path("c/<public_id:public_id>/", views.contribution, name="contribution"),
    path("c/<public_id:public_id>/report/", views.report, name="report"),
    path("c/<public_id:public_id>/report/sent/", views.reported, name="reported"),
    path("mine/", own_views.mine),  # a link that was cut off
    path("mine/<token:secret>/", own_views.mine, name="mine"),
    path("mine/<token:secret>/<public_id:public_id>/", own_views.own, name="own"),
    path("mine/<token:secret>/<public_id:public_id>/sent/", own_views.sent, name="sent"),
    path("mine/<token:secret>/q/<public_id:public_id>/answer/", own_views.answer_again, name="answer_again"),
    path("mine/<token:secret>/q/<public_id:public_id>/answer/similar.json", own_views.similar, name="similar_again"),
    path("confirm/", mail_views.confirm),
    path("confirm/<token:token>/", mail_views.confirm, name="confirm"),
    path("stop/", mail_views.stop),
    path("stop/<token:signed>/", mail_views.stop, name="stop"),
]
