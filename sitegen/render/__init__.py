"""Theme + view → bytes. The only room that knows Jinja; must never see an entry, only views."""
