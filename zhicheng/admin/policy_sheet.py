"""What stands beside a clause of the notice: its values, what it asks, its materials, its open questions, its rules."""

from dataclasses import dataclass, field

from zhicheng.checks.rules import Rule, rules_of
from zhicheng.kernel.clock import minute
from zhicheng.policy.alternatives import Alternative, alternatives
from zhicheng.policy.guide import Question, asks, questions, who_hands_in
from zhicheng.policy.material import Material
from zhicheng.policy.notice import load_notice
from zhicheng.policy.year import PolicyYear


@dataclass
class Sheet:
    """The right-hand side of one clause."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    values: list[Alternative] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    materials: list[tuple[Material, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def sheets(year: PolicyYear) -> dict[str, Sheet]:
    """Clause -> what stands beside it; every clause of the notice and of the year's file has a sheet."""
    found: dict[str, Sheet] = {}

    def at(clause: str) -> Sheet:
        return found.setdefault(clause, Sheet())

    window, scope, certificate = year.window, year.scope, year.certificate
    at(window.opening_clause).facts.append(("开放时间", f"{minute(window.opens_at)} 起受理（含该时刻）"))
    at(window.closing_clause).facts.append(("截止时间", f"{minute(window.closes_at)} 前（不含该时刻）"))
    at(scope.clause).facts.append(("地区", f"{scope.region_label}（区划代码 {scope.region_prefix} 开头）"))
    at("5.2").facts += [
        ("发证机关", certificate.issuing_body),
        ("任职资格文件文号", certificate.document_number_pattern.format(year="年份", number="序号")),
    ]
    for one in alternatives(year):
        if one.clause:
            at(one.clause).values.append(one)
    for route in year.route:
        at(route.clause).asked += [asks(each, None) for each in route.requirement]
        for path in route.path:
            at(path.clause).asked += [asks(each, path) for each in path.requirement]
    for material in year.material:
        at(material.clause).materials.append((material, who_hands_in(year, material)))
    for clause, rules in rules_of(year).items():
        at(clause).rules = rules
    notice = load_notice(year.cycle)
    answered = {one.number: one for one in questions(year)}
    for words in notice.clause if notice else ():
        at(words.number).questions = [answered[number] for number in words.parameters]
    return found
