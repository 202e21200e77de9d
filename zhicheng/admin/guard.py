"""Default deny: a view answers only what its class names, only to whom the permission is given."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue
from flask_admin import Admin, AdminIndexView, BaseView
from flask_admin.blueprints import _BlueprintWithHostSupport as AdminBlueprint

from zhicheng.admin.query_arguments import tidy
from zhicheng.door import current_actor
from zhicheng.staff.permission import Permission


class Guarded(BaseView):
    """A Flask-Admin view that is closed until ``allows`` opens an endpoint of it for a permission.

    An endpoint that is not named gets no URL rule at all; were it reached in another way, it is not found.
    """

    allows: Mapping[str, Permission] = {}
    """Endpoint (the method's name) -> the permission that it takes."""

    takes: Mapping[str, frozenset[str]] = {}
    """Endpoint -> names of query arguments that it reads beyond the usual ones (see query_arguments.py)."""

    icon = "folder"
    purpose = ""
    in_menu = True

    def create_blueprint(self, admin: Admin) -> AdminBlueprint:
        """Register only what is allowed, and never any page or file of Flask-Admin itself."""
        self._urls = [rule for rule in type(self)._urls if rule[1] in self.allows]
        self.static_folder = None
        blueprint = super().create_blueprint(admin)
        blueprint.template_folder = None
        return blueprint

    def may(self, endpoint: str) -> bool:
        """Whether the person signed in may use this endpoint of this view."""
        permission = self.allows.get(endpoint)
        return permission is not None and current_actor().may(permission)

    def is_accessible(self) -> bool:
        """For the menu only; the guard proper is ``_handle_view``."""
        return self.may(self._default_view)

    def is_visible(self) -> bool:
        """Whether a menu shows this view."""
        return self.in_menu

    def _handle_view(self, name: str, **kwargs: Any) -> ResponseReturnValue | None:
        if name not in self.allows:
            abort(404)
        current_actor().must(self.allows[name])
        return tidy(self, name)

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # Flask-Admin calls a view a second time, with other arguments, when it raised TypeError: that hides the fault.
        return fn(self, *args, **kwargs)


class StaffIndex(Guarded, AdminIndexView):
    """``/admin/`` itself: a guarded page without Flask-Admin's static files."""

    allows: Mapping[str, Permission] = {"index": Permission.READ_POLICY}  # every role reads the policy
    in_menu = False
