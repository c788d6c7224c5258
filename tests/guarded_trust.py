"""The guards of whom and what a verdict rests on: roots, methods and the policy itself."""

from __future__ import annotations

from tests.guarded import Cut, Guard

ANCHORS = "tests/signing/test_anchors.py"
SEEN = "tests/onestop/portal/test_verifying.py"
POLICIES = "tests/signing/test_policies.py"
TROUBLES = "tests/signing/test_indications.py"
REVOCATION = "signing/revocation.py"
TIMELINE = "signing/timeline.py"

TRUST_GUARDS: tuple[Guard, ...] = (
    Guard(
        "the two persons behind a root",
        (Cut("signing/anchors.py", '("" in persons or len(persons) < 2)', "False"),),
        (f"{ANCHORS}::test_nobody_changes_alone_whom_to_trust",),
    ),
    Guard(
        "the time of a root",
        (
            Cut(
                "signing/anchors.py",
                "return begun and (self.until is None or at < self.until)",
                "return begun",
            ),
        ),
        (f"{ANCHORS}::test_a_root_counts_at_the_moment_that_is_proven_not_at_the_present",),
    ),
    Guard(
        "the root that seals no result",
        (Cut("signing/results.py", "yield from _domains(signatures)", "yield from ()"),),
        (f"{ANCHORS}::test_the_root_for_citizens_and_enterprises_seals_no_result",),
    ),
    Guard(
        "what no policy may pass over",
        (
            Cut(
                "signing/policies.py",
                "any(rules.weights[check] is not Weight.FAIL for check in ALWAYS_FAIL)",
                "False",
            ),
        ),
        (f"{POLICIES}::test_a_policy_that_lets_forgeries_pass_is_refused",),
    ),
    Guard(
        "the methods of a signature",
        (Cut(TIMELINE, "return () if until.at < ends else (", "return () if True else ("),),
        (TROUBLES,),
    ),
    Guard(
        "the methods of a chain",
        (
            Cut(
                "signing/algorithms.py",
                "allowed = until == OPEN if asked is None else asked < until",
                "allowed = True",
            ),
        ),
        (TROUBLES,),
    ),
    Guard(
        "the methods of what was added later",
        (
            Cut(
                REVOCATION,
                "lies_under = self.under is None or item in self.under",
                "lies_under = 1",
            ),
        ),
        (TROUBLES,),
    ),
    Guard(
        "the methods of an answer",
        (Cut(REVOCATION, " if _is_safe(one, _method_of_crl, safety)", ""),),
        (TROUBLES,),
    ),
    Guard(
        "the limits of a child",
        (
            Cut(
                "signing/nursery.py",
                "    control.close()\n    limit()\n",
                "    control.close()\n",
            ),
        ),
        (
            "tests/signing/test_confined.py::test_a_file_without_end_or_bounds_ends_its_child_and_no_other",
        ),
    ),
    Guard(
        "the environment of a child",
        (
            Cut(
                "signing/confined.py", 'env={"PYTHONPATH": os.pathsep.join(sys.path)},', "env=None,"
            ),
        ),
        (
            "tests/signing/test_confined.py::test_a_child_has_no_secret_and_no_connection_of_the_site",
        ),
    ),
    Guard(
        "the signature whose revision is shown",
        (Cut("signing/confined.py", "if not intact or found is None:", "if found is None:"),),
        (f"{SEEN}::test_what_a_broken_signature_was_made_over_is_not_offered",),
    ),
    Guard(
        "the file that was checked",
        (
            Cut(
                "onestop/portal/seeing.py",
                "if hashlib.sha256(content).hexdigest() != digest:",
                "if False:",
            ),
        ),
        (f"{SEEN}::test_another_file_or_none_or_no_such_signature_is_refused",),
    ),
)
