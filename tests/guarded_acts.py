"""What guards the rules of time, of ends and of corrections."""

from __future__ import annotations

from tests.guarded import Cut, Guard

STEPS, ROUTES = "workflows/steps", "workflows/routes"
TESTS = "tests/workflows/steps"
SUPPLEMENT = f"{TESTS}/test_supplement.py"
STOPPING = f"{TESTS}/test_stopping.py"
APOLOGY = f"{TESTS}/test_apologising.py"
OTHERS = f"{TESTS}/test_other_ways.py"
CORRECTING = f"{TESTS}/test_correcting.py"
HOLIDAYS = "tests/workflows/routes/test_holidays.py"
WATCH = "tests/workflows/routes/test_watch.py"
CLOCK = "workflows/dossiers/migrations/0005_held_by_the_database.py"
REWRITING = """RAISE EXCEPTION 'What % says of the past is not changed.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';"""

ACT_GUARDS = (
    Guard(
        "the three days within which a supplement is asked for",
        (
            Cut(
                f"{STEPS}/supplement.py",
                "if at > last_moment(dossier, calendar) and not legal_basis.strip():",
                "if False:",
            ),
        ),
        (f"{SUPPLEMENT}::test_after_three_working_days_asking_needs_a_text_of_law",),
    ),
    Guard(
        "the second supplement without ground and superior",
        (
            Cut(
                f"{STEPS}/asking.py",
                "if number > 1 and not (legal_basis and consent):",
                "if False:",
            ),
        ),
        (f"{SUPPLEMENT}::test_a_second_supplement_needs_a_legal_basis_and_a_superior",),
    ),
    Guard(
        "the other eyes of whoever consents",
        (Cut(f"{STEPS}/asking.py", "if found.account.same_person(by.account):", "if False:"),),
        (f"{STOPPING}::test_the_head_does_not_consent_to_what_the_head_decides",),
    ),
    Guard(
        "the lateness that waiting cannot launder",
        (
            Cut(
                f"{STEPS}/supplement.py",
                "if limit.by_plan or named or late:",
                "if limit.by_plan or named:",
            ),
        ),
        (f"{SUPPLEMENT}::test_asking_late_does_not_make_the_dossier_punctual_again",),
    ),
    Guard(
        "the day that an apology promised",
        (
            Cut(
                f"{STEPS}/supplement.py",
                "counted if dossier.due_at is None or counted.at > dossier.due_at else None",
                "counted",
            ),
        ),
        (f"{SUPPLEMENT}::test_what_an_apology_promised_is_not_taken_back",),
    ),
    Guard(
        "the one apology",
        (
            Cut(
                f"{STEPS}/lateness.py",
                'if earlier := told.select_related("by__account__person").first():',
                "if earlier := None:",
            ),
        ),
        (f"{APOLOGY}::test_it_moves_once_and_a_second_lateness_makes_no_second_form",),
    ),
    Guard(
        "the day before which an apology comes",
        (Cut(f"{STEPS}/lateness.py", "if localdate(at) > last_day(was_due):", "if False:"),),
        (f"{APOLOGY}::test_a_day_before_it_ends_is_the_last_day_for_an_apology",),
    ),
    Guard(
        "the patience with a silent applicant",
        (Cut(f"{STEPS}/stopping.py", "if at <= until:", "if False:"),),
        (f"{STOPPING}::test_silence_ends_nothing_before_the_internal_limit",),
    ),
    Guard(
        "the ground on which an agency stops",
        (Cut(f"{STEPS}/stopping.py", "if not (ground and legal_basis):", "if False:"),),
        (f"{STOPPING}::test_without_a_ground_in_law_nothing_is_stopped",),
    ),
    Guard(
        "the counter that may not receive for another line",
        (Cut(f"{STEPS}/reception.py", "if not dossier.counter_is_in_line:", "if False:"),),
        ("tests/workflows/steps/test_reception.py",),
    ),
    Guard(
        "the event that has come to pass",
        (Cut(f"{STEPS}/events.py", "if on >= localdate(at):", "if False:"),),
        (f"{OTHERS}::test_until_the_day_of_the_event_is_over_somebody_may_complain",),
    ),
    Guard(
        "the one correction at a time",
        (
            Cut(
                f"{STEPS}/correction.py",
                "if result.corrections.exclude(status__in=over).exists():",
                "if False:",
            ),
        ),
        (f"{CORRECTING}::test_one_correction_is_finished_before_the_next_begins",),
    ),
    Guard(
        "the second administrator of a day off",
        (Cut(f"{ROUTES}/holidays.py", "if first.account.same_person(by):", "if False:"),),
        (f"{HOLIDAYS}::test_whoever_announced_it_does_not_confirm_it",),
    ),
    Guard(
        "the promise that no day off takes back",
        (
            Cut(
                f"{STEPS}/recounting.py",
                "dossier.due_at is None or counted.at <= dossier.due_at",
                "dossier.due_at is None or counted.at == dossier.due_at",
            ),
        ),
        (f"{HOLIDAYS}::test_a_saturday_worked_in_its_place_brings_no_day_earlier",),
    ),
    Guard(
        "the clock that must be right before anything is called late",
        (Cut(f"{ROUTES}/watch.py", "    check_moment(at)\n", ""),),
        (f"{WATCH}::test_a_machine_whose_clock_is_wrong_makes_nothing_late",),
    ),
    Guard(
        "the past of who held a file",
        (Cut(CLOCK, REWRITING, "RETURN NEW;"),),
        (f"{TESTS}/test_holders.py::test_the_database_lets_nobody_rewrite_who_held_it",),
    ),
)
