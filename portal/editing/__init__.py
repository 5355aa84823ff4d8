"""The editors' workbench: what it needs to know about any page, whatever its room."""
