"""Tables whose versions are not counted: what no page reads that is kept.

A page that reads one of them all the same is never kept: the list says what is cheap to write, not what is right.
"""

NOISE = frozenset(
    {
        # the versions themselves, migrations
        "core_tableversion",
        "django_migrations",
        # who is there, and how often somebody tried
        "core_ratecounter",
        "django_session",
        "wagtailadmin_editingsession",
        "wagtailadmin_formstate",
        "wagtailcore_apitoken",
        "wagtailcore_uploadedfile",
        "wagtailusers_userprofile",
        # work that waits, and its results
        "core_outgoingmail",
        "core_periodicrun",
        "core_trouble",
        "core_backup",
        "core_metriccount",
        "django_tasks_database_dbtaskresult",
        "editing_externallink",
        "editing_externallink_pages",
        "partners_reviewtask",
        "partners_reviewtask_groups",
        "wagtailcore_taskstate",
        "wagtailcore_workflowstate",
        # drafts, revisions, and what editors say to each other
        "editing_translationstate",
        "events_eventdraft",
        "events_logentry",
        "projects_adoptionlog",
        "projects_proposal",
        "projects_wizarddraft",
        "wagtail_localize_overridablesegment",
        "wagtail_localize_relatedobjectsegment",
        "wagtail_localize_segmentoverride",
        "wagtail_localize_string",
        "wagtail_localize_stringsegment",
        "wagtail_localize_stringtranslation",
        "wagtail_localize_template",
        "wagtail_localize_templatesegment",
        "wagtail_localize_translatableobject",
        "wagtail_localize_translation",
        "wagtail_localize_translationcontext",
        "wagtail_localize_translationlog",
        "wagtail_localize_translationsource",
        "wagtailcore_comment",
        "wagtailcore_commentreply",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
        "wagtailcore_pagesubscription",
        "wagtailcore_referenceindex",
        "wagtailcore_revision",
        # the search, which keeps its own answers while its documents are the same
        "search_documentplaces",
        "search_index",
        "search_index_texts",
        "search_index_vocabulary",
        "search_searchcount",
        "search_searchterm",
        "wagtailsearch_indexentry",
        "wagtailsearch_indexentry_fts",
        # what a hall of phones writes, hundreds of times a second
        "dialogue_participant",
        "dialogue_reaction",
        "dialogue_round",
        # what only one person ever sees
        "dialogue_flag",
        "dialogue_follower",
        "dialogue_themeproposal",
        "dialogue_themeproposal_contributions",
        "events_answer",
        "events_consent",
        "events_message",
        "events_messagetext",
        "events_token",
        "projects_adoptionlink",
    }
)
#: What processes keep in memory, so that pages depend on it without reading it; it changes once a year.
AMBIENT = frozenset({"wagtailcore_locale", "wagtailcore_site"})
