"""When a source is polled again: bounds, back-off and revival, as properties over any history."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from newswire.acquire.reschedule import update_schedules
from newswire.acquire.schedule import CEILING_S, FLOOR_S, Outcome, Schedule, is_own_network_down, next_schedule
from newswire.connections import connect

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
POLLS = st.lists(st.tuples(st.sampled_from(Outcome), st.integers(0, 60)), max_size=60)


def wait_s(schedule: Schedule) -> float:
    assert schedule.next_poll_at is not None
    return (schedule.next_poll_at - NOW).total_seconds()


def after(*outcomes: Outcome, new_count: int = 0) -> Schedule:
    schedule = Schedule()
    for outcome in outcomes:
        schedule = next_schedule(schedule, outcome, now=NOW, listed_count=50, new_count=new_count)
    return schedule


@given(POLLS)
def test_whatever_happened_the_next_poll_is_between_the_floor_and_the_ceiling(polls: list[tuple[Outcome, int]]) -> None:
    schedule = Schedule()
    for outcome, new_count in polls:
        schedule = next_schedule(schedule, outcome, now=NOW, listed_count=60, new_count=new_count)
        assert FLOOR_S <= wait_s(schedule) <= CEILING_S


@given(st.integers(0, 10**9))
def test_a_feed_is_never_dead_for_good_and_revives_at_its_old_pace(failure_count: int) -> None:
    failed = next_schedule(Schedule(failure_count=failure_count), Outcome.FAILED, now=NOW)
    assert timedelta(0) < timedelta(seconds=wait_s(failed)) <= timedelta(days=1)
    revived = next_schedule(failed, Outcome.READ, now=NOW, listed_count=50, new_count=1)
    assert (revived.failure_count, revived.poll_interval_s) == (0, Schedule().poll_interval_s)


def test_much_that_is_new_shortens_the_wait_and_nothing_new_lengthens_it() -> None:
    busy, steady, quiet = (after(Outcome.READ, new_count=count) for count in (40, 5, 0))
    assert wait_s(busy) < wait_s(steady) < wait_s(quiet)
    assert wait_s(steady) == Schedule().poll_interval_s
    assert wait_s(after(*[Outcome.READ] * 30, new_count=50)) == FLOOR_S
    assert wait_s(after(*[Outcome.READ] * 30)) == CEILING_S


def test_each_failure_doubles_the_wait_and_waiting_for_a_server_is_no_failure() -> None:
    waits = [wait_s(after(*[Outcome.FAILED] * count)) for count in (1, 2, 3)]
    assert waits == [7200, 14400, 28800]
    assert after(Outcome.FAILED, Outcome.WAITS).failure_count == 1
    assert after(Outcome.WAITS).failure_count == 0


def test_our_own_network_is_down_only_when_no_server_of_several_was_reached() -> None:
    two = ["http://a.example", "http://b.example"]
    assert is_own_network_down([Outcome.NO_CONNECTION] * 2, two)
    assert not is_own_network_down([Outcome.NO_CONNECTION, Outcome.READ], two)
    assert not is_own_network_down([Outcome.NO_CONNECTION, Outcome.WAITS], two)
    assert not is_own_network_down([Outcome.NO_CONNECTION] * 3, ["http://a.example"] * 3)
    assert not is_own_network_down([], [])


def test_two_runs_that_polled_the_same_sources_in_other_orders_do_not_wait_for_each_other(database_dsn) -> None:
    dsn, names = database_dsn(), [f"source-{number}" for number in range(30)]
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO news.source (name, kind, location, timezone, is_enabled)"
            " VALUES (%s, 'files', '/', 'UTC', TRUE)",
            [(name,) for name in names],
        )
    read = SimpleNamespace(reached=Outcome.READ, listed_count=5, new_count=1)

    def keep(order: list[str]) -> None:
        polled = [
            (SimpleNamespace(name=n, kind="files", location="/", floor_s=None, ceiling_s=None), read) for n in order
        ]
        with closing(connect(dsn)) as db:
            for _ in range(20):
                with db:
                    update_schedules(db, polled, NOW)  # type: ignore[arg-type]

    with ThreadPoolExecutor(2) as runs:
        for done in [runs.submit(keep, order) for order in (names, names[::-1])]:
            done.result()
