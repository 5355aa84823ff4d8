from django.apps import AppConfig


class ModelTextConfig(AppConfig):
    name = "projects.modeltext"
    label = "modeltext"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.core.hooks import comments, frame_facts, roots
        from portal.editing.undo.offers import register_undo
        from projects.modeltext import context, queries  # noqa: F401 (registers what it knows of the page)
        from projects.modeltext.commenting import TEXT
        from projects.modeltext.desk import suggestions
        from projects.modeltext.editing import add_panels
        from projects.modeltext.gates import register_gates
        from projects.modeltext.jobs import register_jobs
        from projects.modeltext.public import api
        from projects.modeltext.versions import fact_for_frame

        roots.register_kind(queries.PARAGRAPH, queries.resolve_paragraphs, queries.find_paragraphs)
        roots.register_kind("source", queries.resolve_sources, queries.find_sources)
        roots.register_users(queries.find_users, queries.PARAGRAPH)
        frame_facts.register("model_text", fact_for_frame)
        comments.register_text(TEXT)
        register_undo(suggestions.DECLINED, suggestions.take_back)
        add_panels()
        register_gates()
        api.register_operations()
        register_jobs()
