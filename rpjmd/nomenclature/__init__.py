"""The nomenclature's own rules: its rows, what replaced what, finding, and how codes stand."""
