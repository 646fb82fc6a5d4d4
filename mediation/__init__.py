"""The top floor: composes every app. Imported first so that `shared_task` finds its broker."""

from mediation.celery import app as celery_app

__all__ = ["celery_app"]
