"""Sign-in rules on top of allauth: accounts are made by an administrator, never by sign-up."""

import time
import unicodedata

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaign import audit


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up, one refusal for whatever was wrong, one limit for all spellings of a name."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Xem lại phím Caps Lock và bộ gõ tiếng Việt; "
            "nếu vẫn không được, đề nghị quản trị hệ thống cấp lại mật khẩu."
        ),
        "too_many_login_attempts": _(
            "Sai mật khẩu quá nhiều lần. Tài khoản tạm khóa, đề nghị thử lại sau 15 phút."
        ),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """A closed account is answered like a wrong password: nobody learns which names exist."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def _get_login_attempts_cache_key(self, request, **credentials):
        # allauth folds ASCII case only; "ｌａｎ" and "LAN" are the account "lan" here.
        name = unicodedata.normalize("NFKC", credentials.get("username", "")).casefold()
        return f"login:{name.strip()}"

    def get_password_change_redirect_url(self, request):
        return reverse("home")


@receiver(user_logged_in)
def begin_session(sender, request, user, **kwargs):
    request.session["begun"] = time.time()
    audit.record("session.begin", by=user)


@receiver(password_changed)
def record_password_change(sender, request, user, **kwargs):
    """The person now has a password nobody else has seen."""
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
    audit.record("password.change", by=user, subject=user)
