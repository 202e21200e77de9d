"""How the rules say no: a code others rely on, a Chinese sentence, and the facts behind it."""

from collections.abc import Mapping

from zhicheng.kernel.choice import Choice


class RefusalCode(Choice):
    """Every "the rules say no" (contract.md section 3); codes may be added, never changed in meaning."""

    NOT_OPEN = "not_open", "尚未开放申报"
    CLOSED = "closed", "申报已截止"
    PAST_48_HOURS = "past_48_hours", "已过48小时"
    NO_ROUNDS_LEFT = "no_rounds_left", "提交次数已用完"
    ALREADY_OPEN = "already_open", "已有在办申报"
    LAPSED = "lapsed", "逾期不予受理"
    BARRED = "barred", "诚信记录期内"
    WRONG_STATUS = "wrong_status", "当前状态不允许"
    OPINION_REQUIRED = "opinion_required", "须填写意见"
    OTHER_OFFICE = "other_office", "不属于本科室"
    SAME_PERSON = "same_person", "须由另一人办理"
    STALE = "stale", "已被他人修改"
    NOT_PERMITTED = "not_permitted", "没有权限"
    NOT_SCREENED = "not_screened", "未做诚信核查"
    BATCH_FROZEN = "batch_frozen", "批次已冻结"
    NOT_AS_LISTED = "not_as_listed", "与冻结的名单不一致"
    BAD_FILE = "bad_file", "文件不合要求"
    BAD_INPUT = "bad_input", "填写不合要求"
    CALENDAR_MISSING = "calendar_missing", "缺少工作日历"
    NOT_FOUND = "not_found", "没有找到"
    TOO_OFTEN = "too_often", "过于频繁"


class Refusal(Exception):
    """Raised by verbs when the rules say no; the doors show ``sentence`` and answer with ``code``.

    ``sentence`` says in Chinese what is required, what came and what to do; ``facts`` are plain values for machines
    (never personal data such as an identity number).
    """

    def __init__(self, code: RefusalCode, sentence: str, **facts: object) -> None:
        super().__init__(f"{code.value}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.facts: Mapping[str, object] = facts
