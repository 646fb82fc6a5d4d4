"""The forms of 重大紧急信访事项: the same sheet as for any other matter."""

from cases.forms.urgent import StepForm, UrgentForm

__all__ = ["StepForm", "UrgentForm"]
