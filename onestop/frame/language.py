"""The language of a page: Vietnamese, until the reader chooses another."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .middleware import Answer


class ChosenLanguage:
    """The choice lies in a cookie. What the browser prefers does not count: most speak English
    because nobody has told them otherwise, and their owners read Vietnamese."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        spoken = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(spoken):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", spoken)
        return response
