"""The two offices of the notice's contact lines; which routes each handles is policy."""

from zhicheng.kernel.choice import Choice


class Office(Choice):
    """An office of the city's human-resources bureau (contract.md section 3)."""

    JUNIOR_OFFICE = "junior_office", "初级科"
    TITLE_OFFICE = "title_office", "职称科"
