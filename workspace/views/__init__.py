"""Pages of the workspace: the way in, people, the audit trail."""
