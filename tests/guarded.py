"""What is guarded: each rule's lines in the code, and the tests that must miss them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cut:
    """Words that make a guard, and what stands there without it."""

    file: str
    guard: str
    without: str


@dataclass(frozen=True)
class Guard:
    """What is guarded, how it is taken out, and the tests of which one must notice."""

    name: str
    cuts: tuple[Cut, ...]
    tests: tuple[str, ...]


MOVES = "workflows/dossiers/migrations/0002_refuse_unlawful_moves.py"
LOGS = "workflows/journal/migrations/0002_refuse_rewriting.py"
RULES = "workflows/permissions/rules.py"
PERFORM = "workflows/routes/perform.py"
SIGNATURES = "signing/pdf/signatures.py"
PUBLICATION = "procedures/publication.py"
PROOF = "onestop/proof.py"
EXAMINER = "workflows/files/examiner.py"

JUDGED = "tests/signing/test_foreign.py"
ASSISTED = "tests/workflows/dossiers/test_assisted.py"
SUBMITTED = "tests/workflows/steps/test_submission.py"
LAWFUL = "tests/workflows/dossiers/test_lawful_moves.py"
RECORD = "tests/workflows/journal/test_record.py"
ENTITLED = "tests/workflows/permissions/test_entitled.py"
VISIBLE = "tests/workflows/permissions/test_visible.py"
PERFORMED = "tests/workflows/routes/test_perform.py"
RACES = "tests/workflows/routes/test_races.py"
PAPERS = "tests/signing/test_papers.py"
PUBLISHED = "tests/procedures/test_publication.py"
DELIVERY = "tests/workflows/outbox/test_delivery.py"
REUSE = "tests/workflows/results/test_reuse.py"
STEP_UP = "tests/onestop/desk/test_step_up.py"
FOREIGN = "tests/workflows/files/test_foreign.py"
ENTRY = "tests/onestop/entry/test_officer.py"

# Trigger, lock, key, permission, chain, draft, signatures; then the rest.
GUARDS = (
    Guard(
        "the trigger that refuses unlawful moves",
        (Cut(MOVES, "OLD.status IS DISTINCT FROM NEW.status", "false"),),
        (f"{LAWFUL}::test_the_database_refuses_every_move_but_the_lawful_ones",),
    ),
    Guard(
        "the trigger that refuses another beginning than DRAFT",
        (Cut(MOVES, "NEW.status IS DISTINCT FROM 'DRAFT'", "false"),),
        (f"{LAWFUL}::test_the_database_refuses_a_dossier_that_does_not_begin_as_a_draft",),
    ),
    Guard(
        "the trigger that refuses to rewrite the journal",
        (
            Cut(
                LOGS,
                "BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry\n",
                "BEFORE TRUNCATE ON journal_entry\n",
            ),
        ),
        (f"{RECORD}::test_the_database_refuses_to_rewrite_a_log",),
    ),
    Guard(
        "the trigger that refuses to rewrite the access log",
        (
            Cut(
                LOGS,
                "BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_access\n",
                "BEFORE TRUNCATE ON journal_access\n",
            ),
        ),
        (f"{RECORD}::test_the_database_refuses_to_rewrite_a_log",),
    ),
    Guard(
        "the locks on run and dossier",
        (
            Cut("workflows/routes/engine.py", "Run.objects.select_for_update()", "Run.objects"),
            Cut(PERFORM, '.select_for_update(of=("self",))', ""),
        ),
        (f"{RACES}::test_of_two_different_acts_one_wins",),
    ),
    Guard(
        "the lock of whoever signs",
        (Cut("workflows/routes/alone.py", "SELECT pg_advisory_lock(", "SELECT ("),),
        (RACES, PERFORMED),
    ),
    Guard(
        "the durable transaction, in nobody else's",
        (Cut(PERFORM, "@transaction.atomic(durable=True)", "@transaction.atomic"),),
        (f"{PERFORMED}::test_nothing_is_done_inside_somebody_elses_transaction",),
    ),
    Guard(
        "one act under one key",
        (
            Cut(
                "workflows/steps/once.py",
                "found = PerformedAct.objects.filter(key=key).first()",
                "found = PerformedAct.objects.none().first()",
            ),
        ),
        (f"{PERFORMED}::test_a_request_that_comes_again_hears_what_the_first_one_heard",),
    ),
    Guard(
        "the clock that may not be astray",
        (Cut(PERFORM, "if abs(now - at) > TOLERANCE:", "if False:"),),
        (f"{PERFORMED}::test_a_clock_more_than_five_seconds_astray_does_nothing",),
    ),
    Guard(
        "what moved since somebody looked",
        (Cut(PERFORM, "if asked.seen not in (None, dossier.journal_count):", "if False:"),),
        (f"{PERFORMED}::test_what_moved_since_somebody_looked_is_not_acted_on",),
    ),
    Guard(
        "the agency of the post that acts",
        (Cut(RULES, "agency in places[rule.at] and named", "named"),),
        (f"{ENTITLED}::test_the_stranger_agency_may_do_nothing_in_any_role",),
    ),
    Guard(
        "the role of the post that acts",
        (Cut(RULES, "post.role == rule.role and agency", "agency"),),
        (f"{ENTITLED}::test_an_act_is_open_to_its_one_officer_and_to_nobody_else",),
    ),
    Guard(
        "the other eyes that approve",
        (Cut(RULES, "if act in NEEDS_OTHER_EYES and", "if False and"),),
        (f"{ENTITLED}::test_whoever_prepared_the_draft_does_not_approve_or_sign_it",),
    ),
    Guard(
        "the filter of what is shown",
        (Cut(RULES, "Dossier.objects.filter(self.own | self.office)", "Dossier.objects.all()"),),
        (f"{VISIBLE}::test_the_stranger_agency_sees_nothing_anywhere",),
    ),
    Guard(
        "the agency of the post that looks",
        (
            Cut(
                RULES,
                "here = Q(receiving_agency=agency) | Q(competent_agency=agency)",
                "here = Q()",
            ),
        ),
        (f"{VISIBLE}::test_the_stranger_agency_sees_nothing_anywhere",),
    ),
    Guard(
        "the agency of the counter that looks",
        (
            Cut(
                RULES,
                "Role.RECEPTION: Q(receiving_agency=agency) | Q(counter_agency=agency),",
                "Role.RECEPTION: Q(),",
            ),
        ),
        (f"{VISIBLE}::test_the_stranger_agency_sees_nothing_anywhere",),
    ),
    Guard(
        "the desk that alone sees what is written down there",
        (Cut(RULES, "own = owned(account, at=at) & ~AT_DESK", "own = owned(account, at=at)"),),
        (
            f"{VISIBLE}::test_what_is_being_written_down_at_the_counter_is_seen_there_and_nowhere_else",
        ),
    ),
    Guard(
        "the desk that alone files what is written down there",
        (Cut(RULES, "if dossier.assisted_by_id and act in AT_COUNTER:", "if not act:"),),
        (
            f"{ENTITLED}::test_what_is_written_down_at_the_counter_is_filed_from_there_and_by_nobody_else",
        ),
    ),
    Guard(
        "the desk that alone changes what is written down there",
        (
            Cut(
                "workflows/dossiers/drafts.py",
                "return receives_at(account, draft.receiving_agency, on=day)",
                "return True",
            ),
        ),
        (f"{ASSISTED}::test_nobody_else_changes_it_neither_the_citizen_nor_another_agency",),
    ),
    Guard(
        "what is on record and is not typed over",
        (Cut("workflows/people/counter.py", "if person.full_name != name:", "if not name:"),),
        (f"{ASSISTED}::test_what_is_typed_never_replaces_what_is_on_record",),
    ),
    Guard(
        "the identity paper that was seen",
        (
            Cut(
                "workflows/steps/submission.py",
                "if identity not in IdentityPaper:",
                "if identity is None:",
            ),
        ),
        (f"{SUBMITTED}::test_at_the_counter_nobody_files_whose_identity_paper_was_not_seen",),
    ),
    Guard(
        "the chain of the journal",
        (Cut("workflows/journal/verify_chains.py", "row.link.previous != before", "False"),),
        ("tests/workflows/journal/test_verify.py",),
    ),
    Guard(
        "the end of the chain that an entry is added to",
        (
            Cut(
                "workflows/journal/record.py",
                "WHERE coalesce(last.seq, 0) + 1 = %(seq)s"
                " AND coalesce(last.hash, '') = %(previous)s::text\n",
                "\n",
            ),
        ),
        (f"{RECORD}::test_a_dossier_must_know_both_the_count_and_the_head",),
    ),
    Guard(
        "the digest of the draft at approval",
        (Cut("workflows/steps/approval.py", "if not draft == ", "if False and not draft == "),),
        ("tests/workflows/steps/test_approval.py",),
    ),
    Guard(
        "the digest of the draft at signing",
        (
            Cut(
                SIGNATURES,
                "if hashlib.sha256(draft).hexdigest() != expected_sha256:",
                "if False:",
            ),
        ),
        (f"{PAPERS}::test_only_the_approved_bytes_are_signed",),
    ),
    Guard(
        "DocMDP of the personal signature",
        (
            Cut(
                SIGNATURES,
                "SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)",
                "SigMDPSetup(DIGEST)",
            ),
        ),
        (f"{PAPERS}::test_the_seal_locks_the_paper_and_the_signature_only_opens_the_form",),
    ),
    Guard(
        "FieldMDP of the seal",
        (Cut(SIGNATURES, "SigMDPSetup(DIGEST, field_lock=lock, ", "SigMDPSetup(DIGEST, "),),
        (f"{PAPERS}::test_the_seal_locks_the_paper_and_the_signature_only_opens_the_form",),
    ),
    Guard(
        "what may follow the seal",
        (
            Cut(
                "signing/results.py",
                "yield from changes.after_seal(opened, seal.one)",
                "yield from ()",
            ),
        ),
        (
            "tests/signing/test_validation_additions.py::test_nothing_but_evidence_may_follow_the_seal",
        ),
    ),
    Guard(
        "the signatures of a result that is reused",
        (
            Cut(
                "workflows/results/reuse.py",
                "if report.verdict is not Verdict.VALID:",
                "if False:",
            ),
        ),
        (
            f"{REUSE}::test_one_changed_byte_is_refused_even_where_the_register_was_changed_with_it",
            f"{REUSE}::test_signatures_under_a_root_that_is_not_trusted_here_are_refused",
        ),
    ),
    Guard(
        "the agreement of the register with what was signed",
        (Cut("workflows/results/reuse.py", "if not _agrees(result, report):", "if False:"),),
        (f"{REUSE}::test_what_the_register_says_must_be_what_was_signed",),
    ),
    Guard(
        "the two persons of a publication",
        (Cut(PUBLICATION, "if prepared_by == approved_by:", "if False:"),),
        (f"{PUBLISHED}::test_one_person_does_not_publish_alone",),
    ),
    Guard(
        "the publication, and the hash of its words, before a revision is in force",
        (
            Cut(
                PUBLICATION,
                "if (p.key, p.revision, p.bundle_hash) in published and",
                "if",
            ),
        ),
        (
            f"{PUBLISHED}::test_what_nobody_published_is_not_in_force",
            f"{PUBLISHED}::test_an_edited_revision_is_neither_published_again_nor_in_force",
        ),
    ),
    Guard(
        "the demo, which what is assumed does not leave",
        (
            Cut(
                PUBLICATION,
                "return settings.DEMO or not procedure.assumed",
                "return True",
            ),
        ),
        (f"{PUBLISHED}::test_a_revision_that_rests_on_assumptions_is_for_the_demo_only",),
    ),
    Guard(
        "the scan of a paper at reception",
        (
            Cut(
                "workflows/steps/clean.py",
                "if paper.file and paper.file.infected:",
                "if False:",
            ),
        ),
        ("tests/workflows/steps/test_reception.py::test_a_paper_with_malware_is_not_received",),
    ),
    Guard(
        "the scan of a paper that is looked at",
        (
            Cut(
                "workflows/journal/looking.py",
                " or found.file.closed:",
                ":",
            ),
        ),
        ("tests/workflows/journal/test_looking.py::test_nobody_is_given_a_file_with_malware",),
    ),
    Guard(
        "the file that waits for its scan",
        (Cut("workflows/files/models.py", "return self.infected or self.held", "return False"),),
        ("tests/workflows/journal/test_looking.py::test_nobody_is_given_a_file_before_its_scan",),
    ),
    Guard(
        "the message that another is claiming",
        (
            Cut(
                "workflows/outbox/delivery.py",
                "select_for_update(skip_locked=True)",
                "select_for_update()",
            ),
        ),
        (f"{DELIVERY}::test_nobody_waits_for_a_message_that_another_is_claiming",),
    ),
    Guard(
        "the code that has to be fresh to sign by",
        (Cut(PROOF, "at - datetime.fromisoformat(since) < FRESH", "bool(since)"),),
        (f"{STEP_UP}::test_who_proved_it_long_ago_is_asked_again_before_anything_is_signed",),
    ),
    Guard(
        "the patience between password and code",
        (Cut(PROOF, " or at - datetime.fromisoformat(since) > PATIENCE", ""),),
        (f"{ENTRY}::test_between_password_and_code_lie_five_minutes_at_most",),
    ),
    Guard(
        "the memory a stranger's file may take",
        (Cut(EXAMINER, "resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))", "pass"),),
        (FOREIGN,),
    ),
    Guard(
        "the time a stranger's file may take",
        (Cut(EXAMINER, "resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))", "pass"),),
        (FOREIGN,),
    ),
    Guard(
        "the order in which results are held",
        (
            Cut(
                "workflows/steps/reusing.py",
                "sorted(proofs, key=lambda key: (proofs[key].result.pk, key))",
                "list(proofs)",
            ),
        ),
        ("tests/workflows/steps/test_reusing.py",),
    ),
    Guard(
        "the lock of a draft",
        (Cut("workflows/dossiers/drafts.py", '.select_for_update(of=("self",))', ""),),
        ("tests/workflows/dossiers/test_drafts_at_once.py",),
    ),
    Guard(
        "what is shown is never taken for evidence",
        (Cut("signing/foreign.py", "if touched and not old", "if not touched and not old"),),
        (JUDGED,),
    ),
)
