"""`prepare`: brings the database up to date before anything is served."""

from argparse import ArgumentParser
from io import StringIO
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connection, transaction
from psycopg2 import sql

from cases.models import Case
from cases.services.dossier import load_retention
from mediation.production import refuse_unready
from petitions.services.reference import load_contents

DEMO_CASES = 200


class Command(BaseCommand):
    help = "迁移数据库，载入基础数据；演示环境第一次运行时再造一个演示街道"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--web-role", default="", help="网页和任务进程用的数据库角色，收紧它的权限"
        )
        parser.add_argument("--cases", type=int, default=DEMO_CASES, help="演示街道的案件数")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unready()
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEMO and get_user_model().objects.filter(is_demo=True).exists():
            raise CommandError("数据库里有演示账号，不能用于正式运行（DEMO=0）。", returncode=2)
        if options["web_role"]:
            narrow(options["web_role"])
        counts = StringIO()  # what was loaded is news to whoever asks for it, not at every start
        call_command("load_reference", stdout=counts)
        load_retention()
        load_contents()
        if settings.DEMO and "seed_demo" in get_commands() and not Case.objects.exists():
            self.stdout.write("第一次运行，正在造演示街道，大约一分钟……")
            call_command("seed_demo", cases=options["cases"], stdout=counts)


def narrow(role: str) -> None:
    """Let a role read and write everything, but never change, delete or empty history."""
    history = sorted(
        model._meta.db_table
        for model, trigger in pgtrigger.registered()
        if trigger.name == "append_only"
    )
    schema, to = sql.Identifier("public"), sql.Identifier(role)
    with transaction.atomic(), connection.cursor() as cursor:
        for grant in (
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        ):
            cursor.execute(sql.SQL(grant).format(schema=schema, role=to))
        for table in history:
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=to
                )
            )
