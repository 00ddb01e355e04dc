"""The questions of docs/schema.md read schema report alone, and the page says what the database says."""

from pathlib import Path

import pytest
from tests.tools.cookbook import ANSWERS, QUESTIONS, ask
from tests.tools.schema import PAGE, read_columns, write_page

from newswire.db import Database


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda file: file.stem)
def test_a_question_can_be_asked_by_who_sees_reports_alone(db: Database, question: Path) -> None:
    text = question.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert text.splitlines()[0].endswith("?")
    assert "news." not in text
    shown = (ANSWERS / f"{question.stem}.md").read_text(encoding="utf-8")
    assert ask(db, question).splitlines()[0] == shown.splitlines()[0]


def test_there_are_fifteen_questions_and_no_answer_without_one() -> None:
    assert len(QUESTIONS) >= 15
    assert {file.stem for file in ANSWERS.glob("*.md")} == {file.stem for file in QUESTIONS}


def test_the_page_follows_the_comments_of_the_database(shared_database_dsn: str) -> None:
    columns = read_columns(shared_database_dsn)
    assert write_page(columns) == PAGE.read_text(encoding="utf-8")
    columns[0] = {**columns[0], "comment": "Something else."}
    assert write_page(columns) != PAGE.read_text(encoding="utf-8")
