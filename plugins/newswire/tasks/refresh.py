"""The task of refresh_reports: what reports keep ready, made anew after a load."""

from contextlib import closing

from newswire.tasks.running import answerable, sum_up


@answerable
def refresh_reports() -> dict[str, int]:
    """Refresh the materialised views and compare versions that nobody has compared yet."""
    from newswire.connections import open_database
    from newswire.report.refresh import refresh_reports as refresh

    with closing(open_database()) as db, db:
        done = refresh(db)
    sum_up("refresh_reports", ", ".join(f"{amount} {what.replace('_', ' ')}" for what, amount in done.items()), done)
    return done
