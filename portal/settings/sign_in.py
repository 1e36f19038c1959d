"""How people sign in, as far as no environment decides it."""

from __future__ import annotations

# Nine: of the 20,000 that are known from breaches more than 3,000 are as long as that. No rule
# says which characters a password must hold.
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 9},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "apps.accounts.passwords.HouseWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 3_600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "apps.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_MAX_LENGTH = 64  # as the column, which is as long as the distributor takes
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Trade Counter: "
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {
    "add_email": "apps.accounts.forms.NewAddressForm",
    "login": "apps.accounts.forms.SignInForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "apps.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Trade Counter"
MFA_FORMS = {
    "authenticate_webauthn": "apps.accounts.passkey_forms.SecondStepForm",
    "login_webauthn": "apps.accounts.passkey_forms.SignInForm",
    "reauthenticate_webauthn": "apps.accounts.passkey_forms.ConfirmForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey signs in alone, as two factors in one
SOCIALACCOUNT_ADAPTER = "apps.accounts.adapter.CompanySignInAdapter"
USERSESSIONS_ADAPTER = "apps.accounts.adapter.SessionsAdapter"
