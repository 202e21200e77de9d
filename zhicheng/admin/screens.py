"""All screens of the panel, in the order of the menu."""

import importlib

from zhicheng.admin.base import StaffView

NAMES = "submission batch integrity certificate applicant employer career attachment plan audit staff policy"


def all_screens() -> list[type[StaffView]]:
    found = []
    for name in NAMES.split():
        try:
            module = importlib.import_module(f"zhicheng.admin.{name}")
        except ModuleNotFoundError:
            continue
        found += [
            c for c in vars(module).values()
            if isinstance(c, type) and c.__module__ == module.__name__ and hasattr(c, "address")
        ]
    return found
