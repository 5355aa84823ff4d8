from events.dialogue.models.contributions import Contribution, Flag, Reaction, Rendering
from events.dialogue.models.log import DialogueLog
from events.dialogue.models.occasions import Occasion, Question, Round
from events.dialogue.models.pages import ConsultationPage, ReportPage, TakePartPage
from events.dialogue.models.people import Follower, Participant
from events.dialogue.models.settings import DialogueSettings
from events.dialogue.models.themes import OpinionAnalysis, Reply, StatementApproval, Theme, ThemeMember, ThemeProposal

__all__ = [
    "ConsultationPage",
    "Contribution",
    "DialogueLog",
    "DialogueSettings",
    "Flag",
    "Follower",
    "Occasion",
    "OpinionAnalysis",
    "Participant",
    "Question",
    "Reaction",
    "Rendering",
    "Reply",
    "ReportPage",
    "Round",
    "StatementApproval",
    "TakePartPage",
    "Theme",
    "ThemeMember",
    "ThemeProposal",
]
