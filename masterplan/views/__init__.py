"""Pages of the document: control room, checks, narrative, exports."""
