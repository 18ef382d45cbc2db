"""What this package tells those above it, without knowing them."""

from django.dispatch import Signal

# Sent within the act that changed what RPJMD indicators promise (name, unit, direction, baseline,
# targets) or the money of what they measure: `indicators` holds their primary keys. Whoever keeps
# something derived from them brings it up to date in the same transaction.
indicators_changed = Signal()
# Sent with `plan` once it is stored: other codes are valid now, or have other successors.
nomenclature_changed = Signal()
