from projects.models.adoptions import Adoption, AdoptionElement, AdoptionLink, AdoptionLog
from projects.models.approvals import CaseApproval
from projects.models.case_relations import CaseArena, CaseElement, CaseOrigin, CasePartner
from projects.models.cases import CaseStudyPage
from projects.models.collections import CollectionCase, CollectionPage
from projects.models.elements import ElementIndexPage, ElementPage, ElementStrategy, ElementSuccessor
from projects.models.glossary import GlossaryConcept, GlossaryEntry, GlossaryPage
from projects.models.library import CaseLibraryPage
from projects.models.proposals import Proposal, ProposedPhoto
from projects.models.similar import SimilarCase
from projects.models.strategies import StrategyIndexPage, StrategyPage, StrategyPartner
from projects.models.wizard_drafts import WizardDraft

__all__ = [
    "Adoption",
    "AdoptionElement",
    "AdoptionLink",
    "AdoptionLog",
    "CaseApproval",
    "CaseArena",
    "CaseElement",
    "CaseLibraryPage",
    "CaseOrigin",
    "CasePartner",
    "CaseStudyPage",
    "CollectionCase",
    "CollectionPage",
    "ElementIndexPage",
    "ElementPage",
    "ElementStrategy",
    "ElementSuccessor",
    "GlossaryConcept",
    "GlossaryEntry",
    "GlossaryPage",
    "Proposal",
    "ProposedPhoto",
    "SimilarCase",
    "StrategyIndexPage",
    "StrategyPage",
    "StrategyPartner",
    "WizardDraft",
]
