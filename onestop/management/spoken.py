"""What the commands have in common: they speak the language of whoever calls them."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentTypeError
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class SpokenCommand(BaseCommand):
    """A command whose `help` is marked for translation; it shows no options but its own."""

    _parser: CommandParser | None = None

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = _(self.help)
        self._parser = parser
        return parser

    def misused(self, sentence: str) -> NoReturn:
        """What no single option can tell: the usage and the sentence, as of a wrong option."""
        if self._parser is not None and self._parser.called_from_command_line:
            self._parser.error(sentence)  # ends the program
        raise CommandError(sentence)

    def add_base_argument(self, parser: CommandParser, *args: Any, **kwargs: Any) -> None:
        # Django's own options are explained in English only.
        super().add_base_argument(parser, *args, **kwargs | {"help": SUPPRESS})

    def run_from_argv(self, argv: list[str]) -> None:
        """A refusal is its sentence alone, without the name of a class."""
        program, command, *rest = argv
        try:
            super().run_from_argv([program, command, "--traceback", *rest])
        except CommandError as refusal:
            if "--traceback" in rest:
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)


def written_day(written: str) -> date:
    """A day among the arguments of a command."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        told = _("“%(day)s” is no day such as 2026-11-23")
        raise ArgumentTypeError(told % {"day": written}) from None
