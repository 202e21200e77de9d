"""What every answer tells the browser about itself: errors, redirects and files included."""

from flask import Flask, Response
from flask_login import current_user

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


def install(app: Flask, *, production: bool) -> None:
    """Put the headers on every response; a view that set a stricter one (a download's sandbox) keeps it."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if production:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if "Cache-Control" not in response.headers and signed_in():
            response.headers["Cache-Control"] = "no-store"
        response.headers.pop("Server", None)
        return response


def signed_in() -> bool:
    """Whether the page is somebody's own; when that cannot be told (the database is away), yes."""
    try:
        return bool(getattr(current_user, "is_authenticated", False))
    except Exception:  # noqa: BLE001 - a header must never turn an error page into another error
        return True
