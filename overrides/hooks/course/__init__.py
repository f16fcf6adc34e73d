"""What the hooks do, apart from the events of MkDocs that ask for it."""
