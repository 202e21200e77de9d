"""The policy page names, for every clause, the rules that read it and the questions it raises: none too few."""

import json

import pytest

from tests.builders import EXAMPLES, YEAR
from zhicheng.checks.assess import assess
from zhicheng.checks.rules import RULES, rules_of
from zhicheng.exchange.case_file import read_case
from zhicheng.policy.alternatives import altered
from zhicheng.policy.notice import load_notice

LINES = [json.loads(line) for line in EXAMPLES.read_text().splitlines()]
NOTICE = {clause.number: clause for clause in load_notice("2025").clause}
PARENTS = {"3.1.1": "3.1", "3.1.2": "3.1", "3.1.3": "3.1"}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_every_finding_stands_under_a_clause_that_names_its_rule_and_its_questions(line: dict) -> None:
    rules = rules_of(YEAR)
    case = read_case(json.dumps(line["case"]).encode(), YEAR)
    for year in (YEAR, altered(YEAR, "P-15", "first_day"), altered(YEAR, "P-19", "block")):
        for finding in assess(case, year).findings:
            clause = NOTICE[finding.clause]
            assert finding.code in {rule.code for rule in rules[finding.clause]}, finding
            parent = NOTICE.get(PARENTS.get(finding.clause, ""), clause)
            assert set(finding.parameters) <= {*clause.parameters, *parent.parameters}, finding


def test_every_rule_reads_some_clause_of_the_notice() -> None:
    rules = rules_of(YEAR)
    assert set(rules) <= set(NOTICE)
    assert {rule.code for each in rules.values() for rule in each} == set(RULES)
