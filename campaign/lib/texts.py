"""The form of a row of long texts that two people may have open at once (see `versions`)."""

from django import forms

from campaign.lib.vietnamese import clean


class VersionedTextsForm(forms.ModelForm):
    """`TEXTS` names the fields; `version` is what the author had on the screen."""

    TEXTS = ()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        for field in self.TEXTS:
            if field in cleaned:
                lines = cleaned[field].splitlines()
                cleaned[field] = "\n".join(clean(line) for line in lines).strip()
        return cleaned

    @property
    def texts(self):
        return {field: self.cleaned_data[field] for field in self.TEXTS}

    def _post_clean(self):
        """The texts are written by the domain, and to no instance before it agrees."""
