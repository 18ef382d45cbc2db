"""What this package tells those above it, whom it does not know."""

from django.dispatch import Signal

# Sent with `plan` once it is stored: other codes are valid now, or have other successors.
nomenclature_changed = Signal()
