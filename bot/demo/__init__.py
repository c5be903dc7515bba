"""Try it without Telegram: a local stand-in with a chat page, and a newsroom of samples."""
