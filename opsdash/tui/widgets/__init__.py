"""The widgets. Each is given its data and posts messages."""
